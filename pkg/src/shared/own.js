/** A member of an object's own, as what it inherits may be anybody's; `undefined` of what is no object. The core asks so, too. */
export const own = (object, name) => (object != null && Object.hasOwn(object, name) ? object[name] : undefined);

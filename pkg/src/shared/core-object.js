/** For the core: an object's own member; what it inherits may be anybody's. */
export function own(object, name) {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

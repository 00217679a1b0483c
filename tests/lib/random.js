/** Numbers from 0 to 1, the same in each run. */
function* randoms(seed) {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const random = randoms(20_260_601);

/** A number from 0 to 1. */
export const chance = () => random.next().value;

/** Some of the numbers from 1 on. */
export const some = (highest, share) => Array.from({ length: highest }, (_, index) => index + 1).filter(() => chance() < share);

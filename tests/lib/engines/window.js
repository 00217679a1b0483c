import { until, within } from "./poll.js";

const FRAME = "//iframe";

/** The XPath of a button that holds this text. */
const button = (text) => `//button[contains(normalize-space(.), "${text}")]`;

/**
 * A tab or window of any engine. `driver` does what engines do differently: `goto(url)`, `url()`,
 * `evaluate(expression)`, `click(xpath)` and `clickWhat(expression)` as a user does, `close()`.
 */
export class Window {
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  /** Goes to an address and waits until it is loaded. */
  goto(url) {
    return this.#driver.goto(url);
  }

  /** The address. */
  url() {
    return this.#driver.url();
  }

  /** Evaluates an expression, awaits it and answers it as JSON has it. Some engines take this for a user's doing. */
  evaluate(expression) {
    const answer = this.#driver.evaluate(`(async () => JSON.stringify(await (${expression})) ?? "null")()`);
    return within(expression, answer).then(JSON.parse);
  }

  /** Clicks the button with this text, once it is there. */
  async click(text) {
    await this.waitForButton(text);
    return this.#driver.click(button(text));
  }

  /** Clicks what an expression tells, such as a button in a shadow tree, once it is there. */
  async clickWhat(expression) {
    await this.waitFor(`Boolean(${expression})`);
    return this.#driver.clickWhat(expression);
  }

  /** Clicks into the middle of the page's frame. */
  async clickFrame() {
    await this.#waitForElement(FRAME);
    return this.#driver.click(FRAME);
  }

  waitForButton(text) {
    return this.#waitForElement(button(text));
  }

  #waitForElement(xpath) {
    return this.waitFor(`document.evaluate(${JSON.stringify(`boolean(${xpath})`)}, document).booleanValue`);
  }

  /** Waits until the address fits. */
  waitForUrl(fits) {
    return until("an address", async () => fits(new URL(await this.url())));
  }

  /** Waits until an expression is truthy, over page loads too. */
  waitFor(expression) {
    return until(expression, () => this.evaluate(expression));
  }

  /** Leaves the page by an expression, such as `location.reload()`, and waits until the next one is there. */
  async leave(expression) {
    await this.evaluate(`void ((globalThis.isLeft = true), setTimeout(() => ${expression}))`);
    await this.waitFor(`!globalThis.isLeft && document.readyState === "complete"`);
  }

  /** Closes it as a user does. */
  close() {
    return this.#driver.close();
  }
}

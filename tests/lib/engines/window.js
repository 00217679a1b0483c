import { until } from "./poll.js";

/** The XPath of a button that holds this text. */
const button = (text) => `//button[contains(normalize-space(.), "${text}")]`;

/**
 * A tab or window of any engine. `driver` does what engines do differently:
 * `goto(url)`, `url()`, `evaluate(expression)`, `click(xpath)`, `count(xpath)`, `close()`.
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

  /** Evaluates an expression, awaits it and answers it as JSON has it. */
  evaluate(expression) {
    return this.#driver.evaluate(`(async () => JSON.stringify(await (${expression})) ?? "null")()`).then(JSON.parse);
  }

  /** Clicks the button with this text as a user does, once it is there. */
  async click(text) {
    await this.waitForButton(text);
    return this.#driver.click(button(text));
  }

  /** Clicks into the middle of the page's frame. */
  async clickFrame() {
    await until("a frame", () => this.#driver.count("//iframe"));
    return this.#driver.click("//iframe");
  }

  waitForButton(text) {
    return until(`a button "${text}"`, () => this.#driver.count(button(text)));
  }

  /** Whether there is a button with this text now. */
  async has(text) {
    return (await this.#driver.count(button(text))) > 0;
  }

  /** Waits until the address fits. */
  waitForUrl(fits) {
    return until("an address", async () => fits(new URL(await this.url())));
  }

  /** Waits until an expression is truthy, over page loads too. */
  waitFor(expression) {
    return until(expression, () => this.evaluate(expression));
  }

  /** Closes it as a user does. */
  close() {
    return this.#driver.close();
  }
}

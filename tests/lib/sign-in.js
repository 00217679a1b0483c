/**
 * Goes through the sandbox's pages as a user would. Whoever allowed the same before is not asked again.
 *
 * @param {import("playwright-core").Page} page on its way to the sandbox
 * @param {object} [choice]
 * @param {string} [choice.user] who signs in
 * @param {"Allow" | "Refuse"} [choice.answer]
 */
export async function answerBroker(page, { user = "Mia Sommer", answer = "Allow" } = {}) {
  const account = page.getByRole("button", { name: user });
  await account.waitFor();
  const { origin } = new URL(page.url());
  await account.click();
  const button = page.getByRole("button", { name: answer, exact: true });
  const isAsked = button.waitFor().then(() => true, () => false);
  const isBack = page.waitForURL((url) => url.origin !== origin).then(() => false, () => false);
  if (await Promise.race([isAsked, isBack])) await button.click();
}

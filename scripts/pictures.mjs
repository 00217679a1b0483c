import { readFile, mkdir, writeFile } from "node:fs/promises";
import { parse } from "./lib/arguments.mjs";
import { build } from "./lib/build.mjs";
import { buildDemo, serveDemo } from "./lib/demo.mjs";
import { main } from "./lib/main.mjs";
import { at } from "./lib/paths.mjs";
import { CHROMIUM, preparePrograms } from "./lib/programs.mjs";
import { say, step } from "./lib/steps.mjs";

const RAW = "target/pictures";
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 800 } };

/** What is to be seen, and how to get there. Every one is taken on desktop and phone, light and dark, in each language. */
const VIEWS = {
  banner: { path: "/", show: (page) => page.locator("#consent").waitFor() },
  token: { path: "/", show: getToken },
  refusal: { path: "/", show: (page) => signIn(page, "Jonas Weber", "Refuse").then(() => page.locator("[data-code]").waitFor()) },
  blocked: { path: "/", show: askWithoutCookies },
  bankid: { path: "/bankid.html", show: (page) => page.locator("#text").waitFor() },
  signed: { path: "/bankid.html", show: sign },
};

/** The pictures of the documentation: two views side by side. */
const PAIRS = {
  demo: [["banner", "desktop", "light", "en"], ["token", "phone", "dark", "en"]],
  "demo-de": [["banner", "desktop", "light", "de"], ["token", "phone", "dark", "de"]],
  bankid: [["bankid", "desktop", "light", "en"], ["signed", "phone", "dark", "en"]],
};

main(async () => {
  const { positionals } = parse({}, "npm run pictures -- [views]", { allowPositionals: true });
  await build();
  await buildDemo();
  Object.assign(process.env, await preparePrograms([CHROMIUM]));
  const { launchChromium } = await import("../tests/lib/chromium.js");
  const [browser, demo] = await Promise.all([launchChromium(), serveDemo({ port: 0, sandboxPort: 0, built: true })]);
  await mkdir(at(RAW), { recursive: true });
  try {
    const views = positionals.length > 0 ? positionals : Object.keys(VIEWS);
    for (const view of views) await step(view, (_, tick) => takeAll(browser, demo, view, tick));
    if (positionals.length === 0) await step("The documentation's pictures", () => pairAll(browser));
  } finally {
    await Promise.all([browser.close(), demo.close()]);
  }
  say(`All views are in ${RAW}; those of PAIRS are in docs.`);
});

const fileOf = (view, size, scheme, language) => at(`${RAW}/${view}-${size}-${scheme}-${language}.png`);

async function takeAll(browser, demo, view, tick) {
  for (const size of Object.keys(SIZES)) {
    for (const scheme of ["light", "dark"]) {
      for (const language of ["en", "de"]) {
        const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, locale: language === "de" ? "de-DE" : "en-GB", deviceScaleFactor: 1.5 });
        const page = await context.newPage();
        await page.goto(demo.origin + VIEWS[view].path);
        await VIEWS[view].show(page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: fileOf(view, size, scheme, language), animations: "disabled" });
        await context.close();
        tick(`${size} ${scheme} ${language}`);
      }
    }
  }
}

async function signIn(page, user, answer) {
  const { answerBroker } = await import("../tests/lib/sign-in.js");
  await page.locator("#keep-with-netid").click();
  await answerBroker(page, { user, answer });
}

async function getToken(page) {
  await signIn(page, "Mia Sommer");
  await page.locator("[data-status]").waitFor();
}

/** The Permission Center as a browser sees it that blocks its cookie. */
async function askWithoutCookies(page) {
  await getToken(page);
  await page.locator("[name=withoutCookies]").check();
  await page.locator("[data-status=NOBODY]").waitFor();
}

async function sign(page) {
  await page.locator("#sign").click();
  await page.getByRole("button", { name: "Kari Nordmann" }).click();
  await page.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Sign", exact: true }).click();
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.locator('[data-state="SIGN_COMPLETED"]').waitFor();
}

/** Chromium puts the views side by side, and is the encoder as well. */
async function pairAll(browser) {
  const page = await browser.newPage();
  for (const [name, views] of Object.entries(PAIRS)) {
    const pictures = await Promise.all(views.map(async (view) => `data:image/png;base64,${(await readFile(fileOf(...view))).toString("base64")}`));
    const webp = await page.evaluate(pair, pictures);
    await writeFile(at(`docs/${name}.webp`), Buffer.from(webp.split(",")[1], "base64"));
  }
}

/** Runs in the page. */
async function pair(pictures) {
  const images = await Promise.all(pictures.map((src) => Object.assign(new Image(), { src })).map((image) => image.decode().then(() => image)));
  const [gap, height] = [24, 800];
  const widths = images.map(({ width, height: own }) => Math.round((width * height) / own));
  const canvas = Object.assign(document.createElement("canvas"), { width: widths[0] + widths[1] + gap, height });
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  images.forEach((image, index) => context.drawImage(image, index * (widths[0] + gap), 0, widths[index], height));
  return canvas.toDataURL("image/webp", 0.82);
}

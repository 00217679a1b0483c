// A browser as far as these tests need one: cookies with paths, pages, buttons.

/** Ends a walk at the first redirect that leaves the sandbox. */
export class Browser {
  #cookies = new Map();

  constructor(sandbox) {
    this.sandbox = sandbox;
  }

  /**
   * Opens an address and follows redirects.
   *
   * @returns {Promise<{ left: URL } | { url: URL, status: number, headers: Headers, text: string }>}
   *   `left`: where a redirect led out of the sandbox
   */
  async open(address, { method = "GET", body } = {}) {
    let url = new URL(address, this.sandbox.origin);
    let request = { method, body };
    for (let hops = 0; hops < 10; hops += 1) {
      if (url.origin !== this.sandbox.origin) {
        return { left: url };
      }
      const response = await fetch(url, {
        ...request,
        redirect: "manual",
        headers: { accept: "text/html", cookie: this.cookieHeader(url.pathname) },
      });
      this.#store(url, response.headers.getSetCookie());
      const location = response.headers.get("location");
      if (!location) {
        return { url, status: response.status, headers: response.headers, text: await response.text() };
      }
      await response.arrayBuffer();
      url = new URL(location, url);
      request = { method: "GET" };
    }
    throw new Error("too many redirects");
  }

  /** Presses the button with an accessible name on a page, and follows where that leads. */
  press(page, name) {
    const button = buttons(page).find((candidate) => candidate.name === name);
    if (!button) {
      throw new Error(`no button "${name}" among ${buttons(page).map((candidate) => candidate.name).join(", ")}`);
    }
    return this.open(page.url, { method: "POST", body: new URLSearchParams(button.fields) });
  }

  /** Sends the form that a page would send by itself with its script. */
  submit(page) {
    const action = page.text.match(/<form method="post" action="([^"]+)"/)[1];
    const inputs = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    return this.open(action, { method: "POST", body: new URLSearchParams(inputs.map(([, name, value]) => [name, value])) });
  }

  /** The cookies that go along to a path. */
  cookieHeader(pathname) {
    const covers = (path) => pathname === path || pathname.startsWith(path.replace(/\/?$/, "/"));
    const sent = [...this.#cookies.values()].filter(({ path }) => covers(path));
    return sent.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  #store(url, lines) {
    for (const line of lines) {
      const [pair, ...attributes] = line.split("; ");
      const [name, value] = pair.split(/=(.*)/s);
      const attribute = (key) => attributes.find((entry) => entry.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
      const path = attribute("path") ?? "/";
      const isGone = attribute("expires") && new Date(attribute("expires")) <= new Date();
      this.#cookies[isGone ? "delete" : "set"](`${name} ${path}`, { name, value, path });
    }
  }
}

/** @returns {{ name: string, fields: string[][] }[]} the buttons of a page with their accessible names */
export function buttons(page) {
  return [...page.text.matchAll(/<button([^>]*)>(.*?)<\/button>/gs)].map(([, attributes, content]) => {
    const attribute = (key) => attributes.match(new RegExp(`\\b${key}="([^"]*)"`))?.[1];
    const label = attribute("aria-labelledby");
    const named = label ? content.match(new RegExp(`id="${label}">([^<]*)<`))[1] : content.replace(/<[^>]*>/g, "");
    return { name: named.trim(), fields: attribute("name") ? [[attribute("name"), attribute("value")]] : [] };
  });
}

/** @returns {string} the main heading of a page */
export function heading(page) {
  return page.text.match(/<h1>([^<]*)<\/h1>/)[1];
}

// The worker has the client; the page goes where it says and tells it where it is.
const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
const stored = sessionStorage.getItem("pending");

worker.onmessage = ({ data }) => {
  if (data.pending) sessionStorage.setItem("pending", data.pending);
  if (data.url) location.href = data.url;
  if (data.title) document.title = data.title;
};
const button = document.body.appendChild(document.createElement("button"));
button.textContent = "netID";
button.onclick = () => worker.postMessage({ authorize: true });

const settings = await (await fetch("/settings.json")).json();
worker.postMessage({ settings, stored, href: location.href });

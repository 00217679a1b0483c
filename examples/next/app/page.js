import { ConsentBanner } from "./ConsentBanner.js";

export default function Page() {
  return (
    <>
      <ConsentBanner />
      <h1>The Courier</h1>
      <footer>
        <ConsentBanner />
      </footer>
    </>
  );
}

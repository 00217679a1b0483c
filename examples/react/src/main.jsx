import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ConsentBanner } from "./ConsentBanner.jsx";

createRoot(document.getElementById("root")).render(
  <StrictMode>
    <ConsentBanner />
    <h1>The Courier</h1>
    <footer>
      <ConsentBanner />
    </footer>
  </StrictMode>,
);

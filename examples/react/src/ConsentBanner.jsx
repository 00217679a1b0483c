import { useEffect, useSyncExternalStore } from "react";
import { choose, consent, keepWithNetid, sentenceOf, start } from "./consent.js";

export function ConsentBanner() {
  const state = useSyncExternalStore(consent.subscribe, consent.get);
  useEffect(start, []);
  return (
    <section aria-label="Your privacy">
      <p role="status">{sentenceOf(state)}</p>
      {state.choice === null ? (
        <>
          <button onClick={() => choose("accepted")}>Accept</button>
          <button onClick={() => choose("rejected")}>Reject</button>
        </>
      ) : (
        <>
          {state.status !== "kept" && (
            <button disabled={state.status === "busy"} onClick={keepWithNetid}>
              Keep my choice with netID
            </button>
          )}
          <button onClick={() => choose(null)}>Change</button>
        </>
      )}
    </section>
  );
}

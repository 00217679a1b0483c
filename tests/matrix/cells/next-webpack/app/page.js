"use client";

import { createNetidClient } from "consentkey";
import { useEffect, useState } from "react";

let client;

const load = async () => createNetidClient(await (await fetch("/settings.json")).json());

export default function Page() {
  const [netid, setNetid] = useState();
  useEffect(() => {
    client ??= load();
    client
      .then(async (netid) => {
        const grant = await netid.handleRedirect();
        document.title = grant ? `token ${grant.permissionToken.value}` : "ready";
        setNetid(netid);
      })
      .catch((error) => (document.title = `failed: ${error.code} ${error.message}`));
  }, []);
  return <button onClick={() => netid.redirect()}>netID</button>;
}

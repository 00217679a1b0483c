const words = (title, text) => ({ title, text });

/** For an order that nobody signed or fetched in time. */
export const lapsed = words(
  "Der Auftrag ist verfallen",
  "Ein Auftrag wartet 90 Sekunden auf die Unterschrift und sein Ergebnis 90 Sekunden darauf, abgeholt zu werden. Nichts wurde unterschrieben, oder die Unterschrift ist weg. Beginnen Sie mit einem neuen Auftrag; der Text ist noch da.",
);

/** @type {Record<string, { title: string, text: string }>} */
export const errorWords = {
  access_denied: words("Sie haben nicht unterschrieben", "Sie sind bei BankID umgekehrt, also wurde nichts unterschrieben. Der Text ist noch da, falls Sie es sich anders überlegen."),
  authorization_failed: words("BankID konnte das nicht tun", "BankID hat statt einer Unterschrift einen Fehler geschickt. Hat der Auftrag länger als 90 Sekunden gewartet, ist er verfallen. Beginnen Sie neu; die Einzelheiten unten sagen, was BankID zu bemängeln hat."),
  state_unknown: words("Dieser Tab kennt die Antwort nicht", "Sie gehört zu nichts, was in diesem Tab begonnen wurde. Beginnen Sie hier neu."),
  transaction_used: words("Diese Antwort wurde schon benutzt", "Sie gilt einmal; Neuladen oder der Zurück-Knopf bringen die alte wieder. Nichts wurde ein zweites Mal gesendet."),
  transaction_expired: words("Das hat zu lange gedauert", "Der Weg zu BankID und zurück muss in 15 Minuten geschafft sein. Beginnen Sie hier neu."),
  network: words("Keine Verbindung", "Der Server des Vereins oder BankID ist nicht zu erreichen. Läuft `npm start` noch? Versuchen Sie es dann noch einmal."),
  timeout: words("Keine Antwort zur rechten Zeit", "Warten Sie einen Moment und versuchen Sie es dann noch einmal."),
  discovery_failed: words("BankID sagt nicht, wo es ist", "Sein Discovery-Dokument ist nicht zu bekommen. Läuft `npm start` noch? Versuchen Sie es dann noch einmal."),
  token_request_failed: words("BankID hat den Code nicht eingelöst", "Ein Code gilt eine Minute und einmal, ein Refresh-Token einmal. Beginnen Sie hier neu."),
  id_token_invalid: words("Dem ID-Token ist nicht zu trauen", "Es hat eine Prüfung nicht bestanden, also hat die Seite es verworfen. Die Einzelheiten unten sagen, welche."),
  no_order: words("Der Server des Vereins weiß von keinem Auftrag", "Er behält einen je Browser, im Speicher. Vielleicht wurde er neu gestartet. Beginnen Sie hier neu."),
  config_invalid: words("Das lässt sich nicht unterschreiben", "Der Auftrag ist nicht vollständig: Die Einzelheiten unten sagen, was fehlt."),
  signdoc_failed: words("Der Signierdienst hat abgelehnt", "Nichts wurde unterschrieben. Die Einzelheiten unten sagen, was er zu bemängeln hat. Beginnen Sie hier neu."),
};

/** For whatever has no code of these. */
export const fallback = words("Etwas Unerwartetes ist geschehen", "Die Seite kam nicht zum Ende. Beginnen Sie neu; die Einzelheiten unten helfen herauszufinden, warum.");

/** What the scripts of the second page say, in German. */
export const bankidTexts = {
  /** What is to be signed, where nobody has written anything else. */
  agreement:
    "Der Solvik Boat Club überlässt mir den Liegeplatz 17 vom 1. Mai bis zum 30. September.\n\nIch zahle 4.200 Kronen, bevor das Eis vom See ist, helfe an zwei Samstagen am Kran und lasse den Kessel des Vereins, wo ich ihn gefunden habe.",
  empty: "Es gibt nichts zu unterschreiben: Schreiben Sie erst etwas.",
  finishing: "Wird mit BankID beendet …",
  order: (state) => `Auftrag: ${state}`,
  signedIn: "Angemeldet.",
  signed: "Unterschrieben",
  notSigned: "Noch nicht unterschrieben",
  signedBy: (name) => `${name} hat den Vertrag mit BankID unterschrieben. Der Verein behält das Ergebnis.`,
  somebody: "Jemand",
  incomplete: "BankID hat Sie zurückgeschickt, aber der Auftrag ist nicht fertig.",
  facts: { order: "Auftrag", signer: "Unterschrieben von", born: "Geboren", name: "Name", email: "E-Mail", untold: "nicht mitgeteilt" },
  again: "Noch einen Text unterschreiben",
  result: { title: "Das Ergebnis", hash: "Hash des Dokuments", yours: "Ihre Unterschrift", clubs: "Unterschrift des Vereins", sdo: "Unterschriebenes Dokument (SDO)" },
  tokens: {
    own: "Eigenes Token des Vereins",
    ownAbout: (may) => `Aus Client Credentials, für den Signierdienst. ${may}`,
    may: "Es hat bei signdoc die Rolle read_write.",
    mayNot: "Ihm fehlt bei signdoc die Rolle read_write.",
    id: "ID-Token",
    idByServer: "Wer unterschrieben hat. Vom Server des Vereins geprüft.",
    idByPage: "In dieser Seite geprüft.",
    access: "Access-Token",
    accessAbout: (scope) => `Für userinfo; Scope ${scope}.`,
    refresh: "Ein Refresh-Token kam mit.",
    noRefresh: "Ein Refresh-Token kam nicht mit.",
    claims: (count) => `Alle ${count} Claims`,
    caption: (title) => `Claims: ${title}`,
  },
  member: {
    welcome: (name) => `Willkommen an Bord, ${name}`,
    somebody: "Mitglied",
    fresh: "Diese Token sind frisch: Das Refresh-Token hat sie geholt.",
    renew: "Token erneuern",
    leave: "Sitzung bei BankID beenden",
    back: "Zurück zum Vertrag",
  },
  begin: "Neu beginnen",
  requests: (count) => `Die ${count} Anfragen dahinter`,
  by: { page: "Seite", server: "Server" },
  noAnswer: "keine Antwort",
};

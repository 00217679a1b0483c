/** For dates and times. */
export const locale = "de-DE";

export const flows = {
  permission: {
    name: "Nur Wahl speichern",
    gives: "Speichert Ihre Wahl. Wir erfahren weder Ihren Namen noch Ihre E-Mail-Adresse.",
    asks: "Meine Wahl mit netID speichern",
    title: "Ihre Erlaubnis bei netID",
    lead: "Fertig. netID hat dem Courier erlaubt, Ihre Datenschutz-Auswahl zu speichern, und nichts darüber gesagt, wer Sie sind.",
  },
  login: {
    name: "Nur anmelden",
    gives: "Meldet Sie hier an. Ihre Wahl bleibt nicht bei netID.",
    asks: "Mit netID anmelden",
    title: "Sie sind mit netID angemeldet",
    lead: "Sie sind beim Courier mit netID angemeldet.",
  },
  loginPermission: {
    name: "Anmelden + Wahl speichern",
    gives: "Meldet Sie an und speichert Ihre Wahl, in einem Schritt.",
    asks: "Mit netID anmelden und meine Wahl speichern",
    title: "Ihre Erlaubnis bei netID",
    lead: "Sie sind angemeldet, und netID hat dem Courier erlaubt, Ihre Datenschutz-Auswahl zu speichern.",
  },
};

export const page = {
  accepted: "Sie haben der Nutzung Ihrer Daten zugestimmt. Nur dieser Tab merkt sich das.",
  rejected: "Sie haben die Nutzung Ihrer Daten abgelehnt. Nur dieser Tab merkt sich das.",
  practiceNetid: "einem Übungs-netID auf diesem Rechner",
  liveNetid: "netID selbst (broker.netid.de)",
  leadsTo: (netid, client) => `Führt zu ${netid}, als ${client}.`,
  needsClient: "Braucht zuerst einen eigenen netID-Client; der Knopf führt zum Formular.",
  cleared: "Gelöscht. Sie können neu wählen.",
  finishing: "Wird mit netID abgeschlossen …",
  leaving: "Sie werden zu netID gebracht …",
  startOver: "Von vorn beginnen",
};

export const failure = {
  again: "Noch einmal versuchen",
  load: "Noch einmal laden",
  client: "Den Client prüfen",
  code: "Fehlercode",
  reason: "Grund",
  message: "Meldung",
  status: "HTTP-Status",
  error: (provider) => `Fehler von ${provider}`,
  description: (provider) => `Beschreibung von ${provider}`,
  details: "Einzelheiten für Entwickler",
  errorCode: "Fehlercode: ",
};

export const result = {
  chose: "Ihre Wahl",
  scope: "Gewährter Scope",
  scopes: "Gewährte Scopes",
  next: "Was damit geschieht",
  steps: [
    "Oben fragt die Seite selbst netIDs Permission Center, das Sie am Cookie von netID erkennt. Viele Browser halten dieses Cookie zurück.",
    "Der Server des Courier braucht kein Cookie: Er nimmt dieses Token mit, um Ihre frühere Wahl nachzusehen oder Ihre jetzige zu speichern.",
    "Das Permission Center nimmt Tokens nur von Servern an. Deshalb hält diese Seite es im Arbeitsspeicher, und ein Neuladen vergisst es.",
  ],
  relayedSteps: [
    "Oben fragt die Seite netIDs Permission Center zuerst mit dem Cookie von netID. Wo der Browser es zurückhält, fragt der Server des Courier mit Ihrem Token.",
    "Er findet das Token in einem versiegelten Cookie dieses Browsers, das kein Skript lesen kann. Der Server selbst behält nichts.",
    "Cookie und Token enden nach Minuten. „Von vorn beginnen“ lässt den Server das Cookie sofort entfernen.",
  ],
};

export const token = {
  title: "Permission-Token",
  copy: "Token kopieren",
  copied: "Kopiert",
  copiedAloud: "Das Token ist in der Zwischenablage.",
  notCopied: "Kopieren nicht erlaubt",
  notCopiedAloud: "Dieser Browser hat das Kopieren nicht erlaubt.",
  renew: "Neues Token holen",
  expired:
    "Dieses Token gilt nicht mehr. Das ist Absicht, sie leben nur Minuten. Holen Sie ein neues: netID kennt Sie meist noch und fragt nicht wieder.",
  none: "Kein Permission-Token",
  notAsked:
    "„Nur anmelden“ fragt nach dem Scope openid und nach nichts sonst, also gibt netID kein Token für das Permission Center. Ihre Datenschutz-Auswahl bleibt auf diesem Gerät.",
  notGiven: "Es wurde danach gefragt, aber in der Antwort von netID ist keines. Vielleicht ist der Client nicht für permission_management registriert.",
  askBoth: "Auch die Wahl speichern",
  relayed:
    "Der Server des Courier hat den Code eingetauscht und das Token in ein Cookie versiegelt, das nur er öffnen kann. Diese Seite hat kein Token gesehen.",
};

export const lifetime = {
  expired: "Abgelaufen",
  hours: (hours, minutes) => `noch ${hours} Std. ${minutes} Min.`,
  minutes: (minutes, seconds) => `noch ${minutes} Min. ${seconds} Sek.`,
  seconds: (seconds) => `noch ${seconds} Sek.`,
  unknown: "Niemand hat gesagt, wie lange es gilt.",
  what: "Permission-Token",
  ended: (what) => `Abgelaufen: ${what}.`,
};

export const privacy = {
  asking: "netID wird gefragt …",
  found: (at) => `netID speichert Ihre Wahl seit ${at}, für jedes Gerät, auf dem Sie sich anmelden.`,
  notFound: "netID kennt Sie und hat noch keine Wahl von Ihnen für den Courier.",
  nobody:
    "In diesem Browser kennt netID niemanden: Sie sind dort nicht angemeldet, oder der Browser blockiert Cookies von Drittanbietern. Der Server des Courier kann trotzdem fragen, mit Ihrem Permission-Token.",
  title: "Ihre Wahl, wie netID sie gespeichert hat",
  onward: "Weiter über den Server des Courier",
  may: "Der Courier und seine Partner dürfen",
  purposes: {
    1: "Informationen auf Ihrem Gerät ablegen",
    2: "Werbung mit wenigen Daten über Sie auswählen",
    7: "Zählen, wie Werbung wirkt",
    8: "Zählen, was gelesen wird",
  },
  store: "Bei netID speichern",
  stored: "Bei netID gespeichert.",
  notStored: "Nicht gespeichert: Es wartet hier, bis netID Sie in diesem Browser kennt.",
  withoutCookies: "Wie in einem Browser, der Cookies von Drittanbietern blockiert",
  requests: "Was an das Permission Center geht",
  noAnswer: "keine Antwort, die diese Seite sehen darf",
};

export const person = {
  title: "Angemeldet als",
  asking: "netID wird nach Ihren Angaben gefragt …",
  again: "Noch einmal fragen",
  nobodyNamed:
    "netID bürgt für Sie, hat aber weder Namen noch E-Mail-Adresse mitgeteilt. Der Courier kennt Sie unter einer Kennung, die keine andere Seite sieht.",
  all: (count) => `Alle ${count} Claims, die netID geschickt hat`,
  caption: "Claims, die netID über Sie geschickt hat",
  head: ["Claim", "Wert", "Aus"],
  idToken: "ID-Token",
  yes: "ja",
  no: "nein",
};

export const ownClient = {
  elsewhere: (redirectUri, page) =>
    `netID würde die Antwort an ${redirectUri} schicken, aber diese Seite ist unter ${page}. Nehmen Sie diese Adresse, oder öffnen Sie die Seite unter der anderen.`,
  inSandbox: (names) => ` In der Sandbox: ${names}.`,
  saved: (clientId) => `Gespeichert. Der netID-Knopf nimmt jetzt ${clientId}.`,
  demoAgain: (clientId) => `Der netID-Knopf nimmt wieder den Client der Demo, ${clientId}.`,
};

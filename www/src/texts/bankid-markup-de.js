/**
 * What bankid.html says, in German, by its `data-text` and `data-attribute-text`. `{1}` stands for the first element within.
 * @type {Record<string, string>}
 */
export default {
  description: "Demo von consentkey: ein Bootsverein, dessen Mitglieder einen Liegeplatzvertrag mit BankID unterschreiben.",
  title: "Liegeplatzvertrag unterschreiben · Solvik Boat Club",
  skip: "Zum Vertrag springen",
  "strip.label": "Über diese Seite",
  "strip.about": "Eine Demo von {1}. Der Verein ist erfunden; unterschrieben wird wirklich. {2} · {3}",
  "strip.netid": "Die Zeitung mit netID",
  "strip.docs": "Dokumentation",
  motto: "Vierzig Liegeplätze, ein Kran, keine Eile",
  noscript: "Zum Unterschreiben braucht es JavaScript.",
  "agreement.title": "Ihr Liegeplatz für die nächste Saison",
  "agreement.about": "Ändern Sie den Vertrag, wie Sie möchten. Drücken Sie den Knopf, übergibt ihn der Server des Vereins dem Signierdienst von BankID, und Sie gehen zu BankID, um ihn zu unterschreiben.",
  "agreement.label": "Vertrag",
  "agreement.sign": "Mit BankID unterschreiben",
  "agreement.waits": "Der Auftrag wartet 90 Sekunden, bis Sie bei BankID sind, und sein Ergebnis 90 Sekunden, bis der Verein es abholt.",
  "member.title": "Schon Mitglied?",
  "member.about": "Melden Sie sich an und sehen Sie, für wen der Verein Sie hält. Ein Server des Vereins ist nicht beteiligt: Diese Seite löst den Code selbst ein.",
  "member.signIn": "Mit BankID anmelden",
  "how.title": "Hinter dieser Seite",
  "how.summary": "Wie es geht",
  "how.page": "In der Seite:",
  "how.pageCode": "Code der Seite",
  "how.server": "Auf dem Server, der das Secret hat:",
  "how.serverCode": "Code des Servers",
  footer: "Der Solvik Boat Club ist ein erfundener Verein zum Ausprobieren von consentkey. Was hier unterschrieben wird, bindet niemanden.",
};

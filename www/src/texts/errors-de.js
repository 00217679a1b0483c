const words = (title, text) => ({ title, text });

/** @type {Record<string, { title: string, text: string }>} one entry for every code of `ConsentKeyError` */
export const errorWords = {
  access_denied: words(
    "Sie haben sich dagegen entschieden",
    "Sie haben die Frage von netID abgelehnt, also wurde nichts gespeichert und nichts weitergegeben. Versuchen Sie es noch einmal, wenn Sie es sich anders überlegen, oder stimmen Sie einfach hier zu oder lehnen Sie ab.",
  ),
  authorization_failed: words(
    "netID konnte nicht antworten",
    "netID hat statt einer Erlaubnis einen Fehler geschickt. Nichts wurde gespeichert. Versuchen Sie es noch einmal; bleibt es dabei, steht in den Einzelheiten unten, was netID zu bemängeln hat.",
  ),
  state_unknown: words(
    "Dieser Tab kennt die Antwort nicht",
    "Die Antwort von netID gehört zu nichts, was in diesem Tab begonnen wurde. Das kommt vor, wenn ein Link in einem anderen Tab oder Browser geöffnet wird oder Websitedaten unterwegs gelöscht wurden. Beginnen Sie hier noch einmal.",
  ),
  transaction_used: words(
    "Diese Antwort wurde schon benutzt",
    "Eine Antwort von netID gilt einmal; Neuladen oder der Zurück-Knopf bringen die alte wieder. Nichts wurde ein zweites Mal geschickt. Beginnen Sie noch einmal, um eine neue zu bekommen.",
  ),
  transaction_expired: words(
    "Das hat etwas zu lange gedauert",
    "Der Schritt bei netID muss in 15 Minuten fertig sein. Nichts wurde gespeichert. Beginnen Sie noch einmal, dann haben Sie wieder die ganze Zeit.",
  ),
  issuer_mismatch: words(
    "Die Antwort kam von jemand anderem",
    "Sie nennt einen anderen Absender als netID, deshalb hat die Seite sie nicht benutzt. Beginnen Sie hier noch einmal; geschieht es wieder, prüfen Sie, welcher Broker unten eingestellt ist.",
  ),
  response_invalid: words(
    "Die Antwort von netID ist beschädigt",
    "Die Adresse, die hierher zurückführte, enthält keine vollständige, eindeutige Antwort, deshalb hat die Seite sie nicht benutzt. Beginnen Sie hier noch einmal.",
  ),
  network: words(
    "netID ist nicht zu erreichen",
    "Es gab keine Verbindung. Prüfen Sie, ob Sie online sind und kein Inhaltsblocker netID aufhält, und versuchen Sie es dann noch einmal.",
  ),
  timeout: words(
    "netID hat zu lange gebraucht",
    "Die Verbindung ist vielleicht gerade langsam. Warten Sie einen Moment und versuchen Sie es dann noch einmal.",
  ),
  aborted: words("Angehalten", "Der Schritt wurde angehalten, bevor er fertig war. Nichts wurde gespeichert. Versuchen Sie es noch einmal, wann Sie möchten."),
  storage_unavailable: words(
    "Dieser Browser behält keine Websitedaten",
    "Die Seite muss sich ein paar Dinge merken, während Sie bei netID sind. Erlauben Sie Websitedaten (Cookies) für diese Seite, oder verlassen Sie das private Fenster, und versuchen Sie es dann noch einmal.",
  ),
  token_request_failed: words(
    "netID hat das Token nicht herausgegeben",
    "Sie waren bei netID, aber der letzte Schritt wurde abgelehnt. Eine Antwort gilt nur 30 Sekunden, versuchen Sie es also noch einmal. Bleibt es dabei, ist der Client vielleicht nicht für PKCE oder diese Redirect-URI registriert.",
  ),
  token_response_invalid: words(
    "Das Token von netID ist nicht brauchbar",
    "Die letzte Antwort war unvollständig oder in einer Form, die nicht erlaubt ist, deshalb hat die Seite sie verworfen. Versuchen Sie es noch einmal; bleibt es dabei, muss netID nachsehen.",
  ),
  id_token_invalid: words(
    "Die Anmeldung ließ sich nicht prüfen",
    "Was netID über Sie sagte, hat die Prüfung nicht bestanden. Die Seite hat es verworfen, und Sie sind nicht angemeldet.",
  ),
  jwks_failed: words(
    "Die Schlüssel von netID sind nicht zu bekommen",
    "Ohne sie kann niemand sagen, ob die Anmeldung echt ist, deshalb hat die Seite angehalten. Versuchen Sie es gleich noch einmal.",
  ),
  discovery_failed: words(
    "Die Adressen von netID sind nicht zu bekommen",
    "Die Seite konnte nicht lesen, wo die Dienste von netID sind. Prüfen Sie, ob Sie online sind, und versuchen Sie es gleich noch einmal.",
  ),
  userinfo_failed: words(
    "Ihre Angaben sind nicht angekommen",
    "Sie sind angemeldet, aber netID hat die Frage nach Name und E-Mail-Adresse nicht beantwortet. Fragen Sie noch einmal, oder machen Sie ohne weiter.",
  ),
  popup_blocked: words(
    "Der Browser hat das Fenster blockiert",
    "netID sollte sich in einem eigenen Fenster öffnen. Erlauben Sie Pop-ups für diese Seite und versuchen Sie es dann noch einmal.",
  ),
  popup_closed: words(
    "Das Fenster von netID wurde geschlossen",
    "Es schloss sich, bevor Sie fertig waren, also wurde nichts gespeichert. Versuchen Sie es noch einmal, wann Sie möchten.",
  ),
  config_invalid: words(
    "Diese Einstellungen funktionieren nicht",
    "Der netID-Client dieser Seite ist nicht richtig eingerichtet. Prüfen Sie Client-ID und Redirect-URI unter „Mit dem eigenen netID-Client ausprobieren“.",
  ),
  not_initialized: words(
    "Die Seite ist noch nicht bereit",
    "Der Teil, der mit netID spricht, wurde benutzt, bevor er geladen war. Laden Sie ihn noch einmal.",
  ),
  wasm_unavailable: words(
    "Das netID-Modul wurde nicht geladen",
    "Der Teil der Seite, der mit netID spricht, ließ sich nicht laden oder ist in diesem Browser nicht erlaubt. Prüfen Sie, ob Sie online sind, und laden Sie ihn noch einmal.",
  ),
  permission_denied: words(
    "Das Permission Center hat Nein gesagt",
    "netIDs Speicher für Datenschutz-Auswahlen hat die Anfrage abgelehnt. Vielleicht sind Sie bei netID abgemeldet, oder diese Seite ist dort nicht registriert.",
  ),
  permission_failed: words(
    "Das Permission Center hat nicht geantwortet",
    "netIDs Speicher für Datenschutz-Auswahlen gab keine brauchbare Antwort. Nichts wurde geändert. Versuchen Sie es gleich noch einmal.",
  ),
  tc_string_invalid: words(
    "Die Wahl ließ sich nicht aufschreiben",
    "Das Einwilligungs-Werkzeug hat einen ungültigen TC-String übergeben, also wurde nichts gespeichert. Wählen Sie im Banner noch einmal.",
  ),
  signdoc_failed: words(
    "Der Signaturdienst hat nicht geantwortet",
    "Das Dokument wurde nicht unterschrieben, und nichts wurde behalten. Versuchen Sie es gleich noch einmal.",
  ),
  request_invalid: words(
    "Der Server der Zeitung hat nicht verstanden",
    "Die Anfrage dieser Seite war unvollständig, also wurde nichts gespeichert. Beginnen Sie hier noch einmal.",
  ),
  grant_missing: words(
    "Noch keine Erlaubnis gespeichert",
    "Der Server der Zeitung hat keine Erlaubnis von Ihnen. Holen Sie zuerst eine bei netID.",
  ),
  grant_expired: words(
    "Ihre Erlaubnis ist abgelaufen",
    "Permission-Tokens leben mit Absicht nur kurz. Holen Sie ein neues bei netID; es dauert einen Moment.",
  ),
  origin_refused: words(
    "Der Server bedient diese Seite nicht",
    "Die Adresse dieser Seite ist keine von denen, welchen der Server der Zeitung antwortet. Öffnen Sie die Seite unter ihrer üblichen Adresse.",
  ),
  not_found: words(
    "Diesen Dienst gibt es dort nicht",
    "Der Server der Zeitung hat nichts unter dieser Adresse. Seine Einrichtung passt nicht zu der Seite.",
  ),
  method_refused: words(
    "Der Server hat die Anfrage abgelehnt",
    "Der Server der Zeitung nimmt solche Anfragen unter dieser Adresse nicht an. Seine Version passt vielleicht nicht zu der Seite.",
  ),
  body_too_large: words(
    "Das ist zu viel auf einmal",
    "Die Anfrage war größer, als der Server der Zeitung annimmt, also wurde nichts gespeichert. Beginnen Sie von vorn.",
  ),
  type_refused: words(
    "Der Server hat das Format abgelehnt",
    "Der Server der Zeitung nimmt dieses Format nicht an. Seine Version passt vielleicht nicht zu der Seite.",
  ),
};

/** For whatever has no code of these. */
export const fallback = words(
  "Etwas Unerwartetes ist geschehen",
  "Die Seite konnte es nicht abschließen, und nichts wurde gespeichert. Versuchen Sie es noch einmal; bleibt es dabei, helfen die Einzelheiten unten, den Grund zu finden.",
);

/** @type {Record<string, string>} one sentence for every `reason` of `id_token_invalid` */
export const idTokenReasons = {
  malformed: "Das ID-Token ist nicht wohlgeformt. Versuchen Sie es noch einmal; bleibt es dabei, muss netID nachsehen.",
  alg: "Das ID-Token ist anders signiert, als dieser Client es erwartet. Stellen Sie „Signatur des ID-Tokens“ unten darauf ein, wofür der Client registriert ist.",
  signature: "Die Signatur des ID-Tokens ist falsch: Vielleicht wurde es unterwegs geändert. Versuchen Sie es noch einmal über eine Verbindung, der Sie trauen.",
  key_unknown: "Das ID-Token ist mit einem Schlüssel signiert, der keiner von netID ist. Versuchen Sie es gleich noch einmal.",
  iss: "Das ID-Token wurde von jemand anderem als netID ausgestellt. Prüfen Sie, welcher Broker unten eingestellt ist.",
  aud: "Das ID-Token wurde für einen anderen Client gemacht. Prüfen Sie die Client-ID unten.",
  azp: "Das ID-Token wurde einem anderen Client gegeben. Prüfen Sie die Client-ID unten.",
  exp: "Das ID-Token ist schon abgelaufen. Wenn die Uhr dieses Geräts falsch geht, stellen Sie sie und versuchen Sie es noch einmal.",
  iat: "Die Ausstellungszeit des ID-Tokens passt nicht. Wenn die Uhr dieses Geräts falsch geht, stellen Sie sie und versuchen Sie es noch einmal.",
  nonce: "Das ID-Token beantwortet eine andere Anmeldung als Ihre. Beginnen Sie hier noch einmal.",
  sub: "Das ID-Token sagt nicht, wessen es ist. Versuchen Sie es noch einmal; bleibt es dabei, muss netID nachsehen.",
  auth_time: "netID sagt nicht, dass Sie sich vor Kurzem angemeldet haben. Versuchen Sie es noch einmal und melden Sie sich dort neu an.",
  at_hash: "ID-Token und Access-Token gehören nicht zusammen. Beginnen Sie hier noch einmal.",
};

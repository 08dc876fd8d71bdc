/**
 * Words that portals of this sort use for the same thing, in English, German and French: one line for each thing. A word can stand in several
 * lines. Accents and plurals are left out, as they are when words are compared; `username` also stands for `user name` and `user_name`.
 */
const LINES = `
account client customer tenant organization organisation company subscriber kunde mandant konto kundenkonto organisation firma compte societe locataire abonnement contract agreement vertrag kontrakt contrat
user person member people login benutzer nutzer anwender mitglied utilisateur membre personne collaborator mitarbeiter principal identity
username loginname login useraccount benutzername anmeldename nutzername identifiant signinname accountname
profile role template rolle profil modele persona
role function rolle funktion fonction
quota limit allowance contingent kontingent quote grenze limite plafond cap maximum allocation ceiling
allocation assignment zuteilung zuweisung attribution
service product dienst produkt offering leistung dienstleistung produit application addon
subservice subproduct unterdienst teildienst sousservice
project workspace projekt projet environment
activate enable activation aktivieren einschalten freischalten aktivierung activer start switchon
deactivate disable deaktivieren ausschalten desactiver
active enabled aktiv aktiviert eingeschaltet actif on
inactive disabled inaktiv deaktiviert ausgeschaltet inactif off
permission right privilege grant authorization berechtigung recht befugnis droit autorisation entitlement
region location site zone datacenter datacentre standort rechenzentrum gebiet emplacement lieu place ort
rule policy condition regel richtlinie regle
access zugriff zugang acces admission
request application ticket demand antrag anfrage anforderung demande anforderung
ticket case vorgang vorfall fall
operation task job action process work vorgang aufgabe auftrag tache travail
approve accept confirm grant genehmigen annehmen bestatigen freigeben approuver accepter approval
approved accepted genehmigt angenommen freigegeben approuve accepte
reject decline deny refuse ablehnen verweigern zuruckweisen rejeter refuser
rejected declined denied refused abgelehnt verweigert zuruckgewiesen rejete refuse
decision resolution entscheid entscheidung beschluss
decided resolved entschieden beschlossen decide
lock block suspend freeze sperren blockieren verrouiller bloquer
locked blocked suspended frozen gesperrt blockiert verrouille bloque
unlock unblock resume unfreeze entsperren freigeben deverrouiller debloquer
reset renew regenerate zurucksetzen erneuern reinitialiser
password passphrase passwd passwort kennwort motdepasse
secret credential geheimnis geheim zugangsdaten
token key schlussel jeton cle
key slug code kuerzel schlussel cle identifier
id identifier ident uid uuid guid identification kennung bezeichner nummer identifiant number no
name title label designation bezeichnung titel nom libelle caption displayname
description summary comment text note beschreibung erlauterung info details remarks
comment remark note annotation kommentar bemerkung anmerkung notiz commentaire remarque
label caption title beschriftung etikett libelle etiquette
text body content message inhalt texte corps
message text meldung nachricht hinweis
detail explanation description einzelheit erklarung
reason cause grund begrundung ursache raison motif
code errorcode reasoncode fehlercode
error failure fault problem fehler storung erreur echec
field member attribute property feld attribut champ propriete path
state status condition phase zustand stand progress etat statut lifecycle
level tier rank stufe ebene niveau grade
type kind sort class category art typ sorte genre
group category gruppe groupe kategorie categorie family
section area chapter abschnitt bereich rubrik domaine
source origin herkunft quelle ursprung provenance
scope reach range geltungsbereich bereich umfang portee
variant edition flavour flavor version variante ausfuhrung ausgabe
default standard preset vorgabe voreinstellung defaut
create add new insert register provision post anlegen erstellen hinzufugen erzeugen creer ajouter
created added angelegt erstellt creation erzeugt cree
update modify edit change patch alter andern aktualisieren bearbeiten anpassen modifier editer
updated modified changed edited geandert aktualisiert bearbeitet modifie
delete remove destroy drop erase loschen entfernen supprimer effacer detach
deleted removed deletion removal loschung geloscht entfernung suppression
deletable removable erasable loschbar entfernbar supprimable
get read show fetch retrieve view find lesen abrufen anzeigen holen lire afficher
list index all search auflisten liste lister browse
set replace put assign overwrite setzen ersetzen zuweisen definir remplacer
add attach assign zuordnen hinzufugen
remove detach unassign entfernen
decommission shutdown termination retire stilllegung ausserbetriebnahme abschaltung kundigung fermeture
requested wanted desired beantragt gewunscht angefordert demande
current present actual existing aktuell derzeitig bisher actuel
used consumed usage utilized verbraucht genutzt belegt benutzt utilise consomme
assigned allocated distributed granted zugeteilt zugewiesen vergeben attribue alloue
available offered possible verfugbar angeboten erhaltlich disponible
inherited derived geerbt vererbt abgeleitet herite
inheritable passable vererbbar heritable
visible shown sichtbar angezeigt
confirmed verified validated bestatigt gepruft verifiziert confirme verifie
required mandatory notig erforderlich pflicht
depend require need abhangig abhangigkeit benotigt dependance
finished completed ended done beendet abgeschlossen fertig termine
initial first original anfang erst
first given fore vor vorname prenom
last family sur nach nachname nom
firstname givenname forename vorname prenom
lastname surname familyname nachname familienname
email mail emailaddress mailaddress mailadresse emailadresse courriel
phone telephone mobile telefon rufnummer handy
language locale lang sprache langue
country nation land staat pays
color colour farbe couleur
primary main haupt primar principal erst
secondary accent second neben sekundar zweit secondaire
icon logo symbol image bild icone
url link uri address href webadresse adresse lien
ip address adresse adresseip ipaddress ipadresse
cidr network range subnet netz netzbereich reseau netzwerk
days weekdays tage wochentage jours
from start begin since ab von beginn debut de
to end until till bis ende fin
at on date time datum zeit zeitpunkt am um date heure timestamp
time date timestamp zeitpunkt datum zeit heure moment
count total number amount anzahl menge summe nombre
number no nummer nr numero
value amount wert betrag valeur
unit measure einheit unite
price rate cost tariff preis kosten tarif prix cout
product article item artikel produkt article
feature capability function option funktion merkmal fonctionnalite module
owner holder proprietor eigentumer besitzer inhaber proprietaire
partner reseller vendor distributor wiederverkaufer vertriebspartner handler partenaire revendeur
provider supplier operator anbieter betreiber fournisseur
panel menu entry menueintrag
list collection entries items elements records results data eintrage elemente positionen
item entry element position eintrag poste article
resource object asset thing ressource objekt gegenstand objet
object thing item objekt ding objet
remaining left rest verbleibend ubrig restant
returned included contained enthalten geliefert inclus
new fresh neu nouveau
storage disk speicher stockage
volume disk datentrager platte laufwerk
snapshot image backup abbild sicherung momentaufnahme instantane
instance server vm machine computer instanz maschine
cpu vcpu core processor kern prozessor coeur
ram memory arbeitsspeicher memoire
gb gigabyte gib go
router gateway routeur
network net subnet netz netzwerk reseau
floating public elastic offentlich flottant
iata airport flughafen
etag revision version stand
me self whoami myself current ich selbst moi
set bundle package satz bundel paket
login signin signon anmeldung connexion session
trial test evaluation probe essai versuch testphase
demo demonstration vorfuhrung showcase
production productive live prod produktiv produktion regular
managed verwaltet gere
pending waiting open queued ausstehend offen wartend
running inprogress processing executing laufend lauft
failed error broken unsuccessful fehlgeschlagen fehlerhaft gescheitert echoue
succeeded success successful done completed ok erfolgreich fertig reussi
admin administrator manager verwalter administrateur
write editor schreiben schreibend ecrire writer
read reader viewer lesen lesend lire readonly
billing invoice abrechnung rechnung facturation
self own eigen
database datenbank basededonnees
cluster kubernetes
node knoten noeud
pool
domain dns zone record
certificate zertifikat certificat
firewall acl
loadbalancer balancer
endpoint endpunkt
log protokoll journal
metric alert monitoring
registry image container
deployment release
bucket
model modell
every all alle jede tous
`;

/** Words that say nothing of what is meant. */
export const EMPTY: ReadonlySet<string> = new Set(
  (
    "the of a an one for by and or with in its this that der die das des dem den ein eine eines einer von fur und oder mit " +
    "le la les du de un une des pour et ou avec is are be beside ist"
  ).split(" "),
);

/** The things that a word can mean, by their numbers. */
export function meanings(): Map<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  LINES.trim()
    .split("\n")
    .forEach((line, index) => {
      for (const word of line.split(" ")) {
        const key = folded(word);
        found.set(key, (found.get(key) ?? new Set()).add(index));
      }
    });
  return found;
}

/** In small letters without accents; `ae` is how some write `ä`. */
export function folded(word: string): string {
  return word
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/([aou])e/g, "$1");
}

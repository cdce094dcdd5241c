#!/bin/sh
# Calls a SHEP service through the gateway with a shell: xmlsec1 signs the Body, curl sends it, xmlsec1 checks the answer.
#
#   send-with-curl.sh [--async SERVICEID] [--text] path/to/demo.json [PAYLOAD] > answer.xml
#
# The payload goes as XML; with --text as a string (xsi:type="xs:string"). The address is the one that the WSDL names. With --async
# it is a message of the asynchronous channel, to DemoAsync in the demo.
# Needs curl, openssl, xmlsec1. What it finds goes to stderr. Exit code: 0 answered and trusted, 2 refused with a fault,
# 1 anything else.
set -eu

fail() { echo "$1" >&2; exit 1; }
kind=xml
async=
if [ "${1:-}" = --async ]; then async=${2:-DemoAsync}; shift 2; fi
if [ "${1:-}" = --text ]; then kind=text; shift; fi
[ $# -gt 0 ] || fail "usage: send-with-curl.sh [--async SERVICEID] [--text] path/to/demo.json [PAYLOAD] > answer.xml"
demo=$1
[ -f "$demo" ] || fail "There is no file $demo: npm start writes demo/demo.json into its data folder."
folder=$(dirname "$demo")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

soap=http://schemas.xmlsoap.org/soap/envelope/
oasis=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss
ds=http://www.w3.org/2000/09/xmldsig#
exclusive=http://www.w3.org/2001/10/xml-exc-c14n#

# demo.json is {"section": {"name": "value"}}: flat enough for sed.
setting() { tr -d '\n' < "$demo" | sed -n "s/.*\"$1\" *: *{\([^}]*\)}.*/\1/p" | sed -n "s/.*\"$2\" *: *\"\([^\"]*\)\".*/\1/p"; }
file() { path=$(setting "$1" "$2"); case $path in /*) echo "$path" ;; *) echo "$folder/$path" ;; esac; }
uuid() { openssl rand -hex 16 | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/'; }
escape() { sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g'; }

payload=${2:-$(file service payload)}
[ -f "$payload" ] || fail "There is no file $payload: name the payload to send."
[ -r "$payload" ] || fail "The file $payload cannot be read: allow it, or name another payload."

id=id-$(uuid)
certificate=$(openssl x509 -in "$(file client certificate)" -outform DER | openssl base64 -A)
sender=$(setting client senderId | escape)
password=$(setting client password | escape)
service=$(if [ -n "$async" ]; then echo "$async"; else setting service serviceId; fi | escape)
# A carriage return survives XML only as a reference. The x keeps the line ends that $(…) would cut off.
if [ $kind = text ]; then
  xs='xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
  data="<data $xs xsi:type=\"xs:string\">$(escape < "$payload" | sed "s/$(printf '\r')/\&#13;/g"; echo x)"
  data=${data%x}
else data="<data>$(cat "$payload")"; fi

when=$(date -u +%Y-%m-%dT%H:%M:%SZ)
sender="<sender><senderId>$sender</senderId><password>$password</password></sender>"
if [ -n "$async" ]; then
  path=bip-async-wss-gost
  info="<serviceId>$service</serviceId><messageType>REQUEST</messageType><messageDate>$when</messageDate>$sender"
  content="<sendMessage xmlns=\"http://bip.bee.kz/AsyncChannel/v10/Types\"><request xmlns=\"\"><messageInfo>$info</messageInfo><messageData>$data</data></messageData></request></sendMessage>"
else
  path=bip-sync-wss-gost
  info="<messageId>$(uuid)</messageId><serviceId>$service</serviceId><messageDate>$when</messageDate>$sender"
  content="<SendMessage xmlns=\"http://bip.bee.kz/SyncChannel/v10/Types\"><request xmlns=\"\"><requestInfo>$info</requestInfo><requestData>$data</data></requestData></request></SendMessage>"
fi

door=$(curl --silent --show-error "$(setting gateways testInner | sed 's:/$::')/$path/?wsdl" |
  sed -n 's/.*<soap:address location="\([^"]*\)".*/\1/p')
[ -n "$door" ] || fail "The gateway does not serve its WSDL: does it run (npm start)?"

# The envelope with empty places for the digest and the signature. The declaration keeps xmlsec1 from writing letters as numbers.
cat > "$work/envelope.xml" <<XML
<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="$soap"><soap:Header><wsse:Security xmlns:wsse="$oasis-wssecurity-secext-1.0.xsd" soap:mustUnderstand="1"><ds:Signature xmlns:ds="$ds"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="$exclusive"/><ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#$id"><ds:Transforms><ds:Transform Algorithm="$exclusive"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><wsse:SecurityTokenReference><wsse:KeyIdentifier EncodingType="$oasis-soap-message-security-1.0#Base64Binary" ValueType="$oasis-x509-token-profile-1.0#X509v3">$certificate</wsse:KeyIdentifier></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature></wsse:Security></soap:Header><soap:Body xmlns:wsu="$oasis-wssecurity-utility-1.0.xsd" wsu:Id="$id">$content</soap:Body></soap:Envelope>
XML

# Nothing may be changed after this line, not even a space.
xmlsec1 --sign --id-attr:Id "$soap:Body" --privkey-pem "$(file client key)" --output "$work/signed.xml" "$work/envelope.xml"

status=$(curl --silent --show-error --output "$work/answer.xml" --write-out '%{http_code}' \
  --header 'Content-Type: text/xml; charset=utf-8' --header 'SOAPAction: ""' \
  --data-binary "@$work/signed.xml" "$door")
echo "http: $status" >&2
cat "$work/answer.xml"

# A good signature is worth nothing when it covers something else: its one reference must name the Body.
covered=$(grep -o '<ds:Reference URI="#[^"]*"' "$work/answer.xml" | sed 's/.*#\(.*\)"/\1/') || true
body=$(grep -o '<soap:Body[^>]*' "$work/answer.xml" | sed -n 's/.* wsu:Id="\([^"]*\)".*/\1/p')
signature=invalid
if [ -n "$covered" ] && [ "$covered" = "$body" ] && xmlsec1 --verify --id-attr:Id "$soap:Body" \
  --pubkey-cert-pem "$(file gatewayCertificates testInner)" "$work/answer.xml" > "$work/verify.log" 2>&1; then signature=valid; fi
echo "signature: $signature" >&2

if [ "$status" != 200 ]; then exit 2; fi
[ "$signature" = valid ]

"""Calls a SHEP service through the gateway with zeep: zeep reads the WSDL and builds the message, xmlsec signs it and checks
the answer.

    python3 zeep_client.py path/to/demo.json [PAYLOAD] [--text] [--wsdl genuine]

The payload goes as XML; with --text as a string (xsi:type="xs:string"). The data of the answer goes to stdout, what else was
found to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
Debian: python3-zeep, python3-xmlsec. PyPI: zeep, xmlsec.
"""

import argparse
import datetime
import json
import sys
import uuid
from pathlib import Path

import requests
import xmlsec
import zeep
from lxml import etree
from zeep.exceptions import Fault, SignatureVerificationFailed
from zeep.wsse.signature import BinarySignature

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
DS = "{http://www.w3.org/2000/09/xmldsig#}"
OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-"
WSSE = "{%swssecurity-secext-1.0.xsd}" % OASIS
WSU = OASIS + "wssecurity-utility-1.0.xsd"


class SignedBody(BinarySignature):
    """Signs the Body as the gateway asks, and believes an answer only when the gateway signed its Body."""

    def __init__(self, key, certificate, gateway_certificate):
        super().__init__(
            key,
            certificate,
            signature_method=xmlsec.Transform.RSA_SHA256,
            digest_method=xmlsec.Transform.SHA256,
        )
        self.gateway = xmlsec.Key.from_file(gateway_certificate, xmlsec.KeyFormat.CERT_PEM)
        self.found = "nothing"

    def verify(self, envelope):
        body = envelope.find(SOAP + "Body")
        signature = envelope.find(SOAP + "Header/" + WSSE + "Security/" + DS + "Signature")
        if signature is None and body.find(SOAP + "Fault") is not None:
            self.found = "missing"  # a fault that was told before the gateway knew who asks
            return envelope
        self.found = "invalid"
        if signature is None:
            raise SignatureVerificationFailed("the answer is not signed")
        # zeep's own check is content with a signature over anything: this one must be over the Body, and the Body alone.
        references = [one.get("URI") for one in signature.iterfind(".//" + DS + "Reference")]
        if references != ["#%s" % body.get("{%s}Id" % WSU)]:
            raise SignatureVerificationFailed("the signature of the answer is not over its Body")
        context = xmlsec.SignatureContext()
        context.key = self.gateway
        context.register_id(body, "Id", WSU)
        try:
            context.verify(signature)
        except xmlsec.Error:
            raise SignatureVerificationFailed("the signature of the answer is not the gateway's")
        self.found = "valid"
        return envelope


class InlineXml(zeep.Plugin):
    """zeep writes no free XML into an xs:anyType: the element is put into data before the message is signed."""

    def __init__(self, element):
        self.element = element

    def egress(self, envelope, http_headers, operation, binding_options):
        envelope.find(".//data").append(self.element)
        return envelope, http_headers


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("demo")
    parser.add_argument("payload", nargs="?")
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--wsdl", default="by-namespace")
    options = parser.parse_args()
    demo = json.loads(Path(options.demo).read_text(encoding="utf-8"))
    sender = demo["client"]
    payload = Path(options.payload or demo["service"]["payload"]).read_bytes()

    signed = SignedBody(
        sender["key"], sender["certificate"], demo["gatewayCertificates"]["testInner"]
    )
    client = zeep.Client(
        "%s/bip-sync-wss-gost/?wsdl=%s" % (demo["gateways"]["testInner"], options.wsdl),
        wsse=signed,
        settings=zeep.Settings(forbid_dtd=True),
        plugins=[] if options.text else [InlineXml(etree.fromstring(payload))],
    )
    string = zeep.xsd.AnyObject(zeep.xsd.String(), payload.decode("utf-8"))
    try:
        answer = client.service.SendMessage(
            request={
                "requestInfo": {
                    "messageId": str(uuid.uuid4()),
                    "serviceId": demo["service"]["serviceId"],
                    "messageDate": datetime.datetime.now(datetime.timezone.utc),
                    "sender": {"senderId": sender["senderId"], "password": sender["password"]},
                },
                "requestData": {"data": string if options.text else ""},
            }
        )
    except Fault as fault:
        say("signature", signed.found)
        say("fault", fault.code)
        say("reason", fault.message)
        return 2
    say("signature", signed.found)
    say("status", answer.responseInfo.status.code)
    sys.stdout.buffer.write(as_bytes(answer.responseData.data))
    return 0


def as_bytes(data):
    """A string, or a list of elements when the answer holds XML: written exclusively, without the envelope's prefixes."""
    if isinstance(data, str):
        return data.encode("utf-8")
    canonical = {"method": "c14n", "exclusive": True, "with_tail": False}
    return b"".join(etree.tostring(element, **canonical) for element in data)


def say(name, value):
    print("%s: %s" % (name, value), file=sys.stderr)


if __name__ == "__main__":
    sys.stderr.reconfigure(encoding="utf-8")  # faults speak Russian and Kazakh, in any locale
    try:
        sys.exit(main())
    except SignatureVerificationFailed as error:
        say("signature", error)
        sys.exit(1)
    except (OSError, requests.RequestException, etree.XMLSyntaxError) as error:
        say("not sent or not read", error)
        sys.exit(1)

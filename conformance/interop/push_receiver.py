"""What the gateway pushes to, in Python: http.server takes the calls, xmlsec checks that the gateway signed them and signs our
answers (SignedBody in zeep_client.py, which has to lie beside this file), lxml reads and writes.

    python3 push_receiver.py path/to/demo.json PORT

demo.json names our key and certificate (client) and the gateway that may call (gatewayCertificates.testInner). The registry has
to name this address as the receiver of the system. What came goes to stdout, a line of JSON for each.
Debian: python3-zeep, python3-xmlsec.
"""

import datetime
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lxml import etree
from zeep.exceptions import SignatureVerificationFailed
from zeep_client import SOAP, SignedBody, as_bytes

TYPES = "http://bip.bee.kz/AsyncChannel/v10/Types"
CLIENT = TYPES + "/Client"
MESSAGE = "{%s}sendMessage" % TYPES
STATUS = "{%s}changeMassageStatusNotification" % CLIENT


def keep(what):
    """Whoever answers the gateway has the message: put it where it is safe first. The same messageId again is a repeat."""
    print(json.dumps(what), flush=True)


def take(call):
    """The element in the Body of our answer. Nothing is read before the gateway's signature over the Body is checked."""
    request = call.find("request")
    answer = etree.Element("{%s}%sResponse" % (etree.QName(call).namespace, etree.QName(call).localname))
    response = etree.SubElement(answer, "response")
    if call.tag == MESSAGE:
        info = request.find("messageInfo")
        names = ["messageId", "correlationId", "messageType", "sender/senderId", "sender/password"]
        data = request.find("messageData/data")
        what = {name.split("/")[-1]: info.findtext(name) for name in names}
        keep({**what, "data": as_bytes(list(data) or data.text or "").decode("utf-8")})
        for name in ["messageId", "correlationId"]:
            etree.SubElement(response, name).text = info.findtext(name)
        session = info.findtext("sessionId")
    elif call.tag == STATUS:
        names = ["messageId", "messageState", "status/statusCode"]
        told = request.find("notification")
        keep({name.split("/")[-1]: told.findtext(name) for name in names})
        session = request.findtext("sessionId")
    else:
        raise ValueError("there is no operation %s here" % call.tag)
    etree.SubElement(response, "responseDate").text = datetime.datetime.now(
        datetime.timezone.utc
    ).isoformat()
    etree.SubElement(response, "sessionId").text = session
    return answer


def answer(call, demo):
    us = demo["client"]
    signed = SignedBody(us["key"], us["certificate"], demo["gatewayCertificates"]["testInner"])
    envelope = etree.fromstring(call, etree.XMLParser(resolve_entities=False, no_network=True))
    if envelope.getroottree().docinfo.doctype or len(envelope.findall(SOAP + "Body")) != 1:
        raise ValueError("this is no SOAP message")
    signed.verify(envelope)
    if signed.found != "valid":
        raise SignatureVerificationFailed("the call is not signed")
    reply = in_envelope(take(envelope.find(SOAP + "Body")[0]))
    signed.apply(reply, {})
    return reply


def fault(reason):
    element = etree.Element(SOAP + "Fault")
    etree.SubElement(element, "faultcode").text = "SCE006"
    etree.SubElement(element, "faultstring").text = "The call is not believed: %s" % reason
    return in_envelope(element)


def in_envelope(content):
    envelope = etree.Element(SOAP + "Envelope", nsmap={"soap": SOAP[1:-1]})
    etree.SubElement(envelope, SOAP + "Body").append(content)
    return envelope


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        call = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            status, reply = 200, answer(call, self.server.demo)
        except (SignatureVerificationFailed, ValueError, etree.XMLSyntaxError) as error:
            status, reply = 500, fault(error)
        content = etree.tostring(reply, xml_declaration=True, encoding="UTF-8")
        self.send_response(status)
        self.send_header("Content-Type", "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Receiver)
    server.demo = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print("listening on %s" % sys.argv[2], file=sys.stderr, flush=True)
    server.serve_forever()

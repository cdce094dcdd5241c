"""The asynchronous channel with zeep: zeep reads the WSDL and builds what is asked, xmlsec signs it and checks each answer, see
SignedBody in zeep_client.py, which has to lie beside this file.

    python3 zeep_async_client.py path/to/demo.json send [PAYLOAD] [--text] [--type RESPONSE --chain CORRELATIONID]
    python3 zeep_async_client.py path/to/demo.json status MESSAGEID
    python3 zeep_async_client.py path/to/demo.json fetch [--chain CORRELATIONID]
    python3 zeep_async_client.py path/to/demo.json confirm MESSAGEID

Each of them takes --service DemoAsync and --wsdl genuine. The data of fetched messages goes to stdout, what else was found to
stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
Debian: python3-zeep, python3-xmlsec. PyPI: zeep, xmlsec.
"""

import argparse
import datetime
import json
import sys
from pathlib import Path

import requests
import zeep
from lxml import etree
from zeep.exceptions import Fault, SignatureVerificationFailed
from zeep_client import InlineXml, SignedBody, as_bytes, say


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("demo")
    parser.add_argument("operation", choices=["send", "status", "fetch", "confirm"])
    parser.add_argument("what", nargs="?")
    parser.add_argument("--service", default="DemoAsync")
    parser.add_argument("--text", action="store_true")
    parser.add_argument("--type", default="REQUEST")
    parser.add_argument("--chain")
    parser.add_argument("--wsdl", default="by-namespace")
    options = parser.parse_args()
    demo = json.loads(Path(options.demo).read_text(encoding="utf-8"))
    us = demo["client"]
    sender = {"senderId": us["senderId"], "password": us["password"]}
    now = datetime.datetime.now(datetime.timezone.utc)

    signed = SignedBody(us["key"], us["certificate"], demo["gatewayCertificates"]["testInner"])
    client = zeep.Client(
        "%s/bip-async-wss-gost/?wsdl=%s" % (demo["gateways"]["testInner"], options.wsdl),
        wsse=signed,
        settings=zeep.Settings(forbid_dtd=True),
    )

    def send():
        payload = Path(options.what or demo["service"]["payload"]).read_bytes()
        data = zeep.xsd.AnyObject(zeep.xsd.String(), payload.decode("utf-8"))
        if not options.text:
            client.plugins.append(InlineXml(etree.fromstring(payload)))
            data = ""
        info = {
            "correlationId": options.chain,
            "serviceId": options.service,
            "messageType": options.type,
            "messageDate": now,
            "sender": sender,
        }
        answer = client.service.sendMessage(
            request={"messageInfo": info, "messageData": {"data": data}}
        )
        return {"messageId": answer.messageId, "correlationId": answer.correlationId}

    def status():
        answer = client.service.getMessageStatus(
            request={"messageId": options.what, "requestDate": now, "sender": sender}
        )
        return {"messageState": answer.messageState, "statusCode": answer.status.statusCode}

    def fetch():
        answer = client.service.getMessages(
            request={
                "correlationId": options.chain,
                "requestDate": now,
                "serviceId": options.service,
                "sender": sender,
            }
        )
        found = {}
        for message in answer.messages:  # one after the other, the last one is told of
            info = message.messageInfo
            found = {
                "messageId": info.messageId,
                "correlationId": info.correlationId,
                "messageType": info.messageType,
                "senderId": info.sender.senderId,
            }
            sys.stdout.buffer.write(as_bytes(message.messageData.data))
        return found

    def confirm():
        answer = client.service.sendDeliveryNotification(
            request={
                "notification": {
                    "messageId": options.what,
                    "serviceId": options.service,
                    "notificationDate": now,
                    "deliveryStatus": {
                        "receiveStatus": "MESSAGE_ACCEPTED",
                        "statusDate": now,
                        "resendMessage": "NOT_RESEND",
                    },
                },
                "requestDate": now,
                "sender": sender,
            }
        )
        return {"notificationId": answer.notificationId}

    perform = {"send": send, "status": status, "fetch": fetch, "confirm": confirm}
    try:
        found = perform[options.operation]()
    except Fault as fault:
        found = {"fault": fault.code, "reason": fault.message}
    say("signature", signed.found)
    for name, value in found.items():
        say(name, value)
    return 2 if "fault" in found else 0


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

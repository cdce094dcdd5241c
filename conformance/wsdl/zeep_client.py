"""Calls the door with python3-zeep; prints what it got as JSON."""

import json
import sys

import zeep

wsdl = sys.argv[1]
client = zeep.Client(wsdl)


def call(service_id):
    return client.service.SendMessage(
        request={
            "requestInfo": {
                "messageId": "1",
                "serviceId": service_id,
                "messageDate": "2026-02-03T10:20:30+05:00",
                "sender": {"senderId": "client", "password": "secret"},
                "properties": [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}],
            },
            "requestData": {"data": zeep.xsd.AnyObject(zeep.xsd.String(), "Қазақ <тіл>")},
        }
    )


answer = call("ECHO")
try:
    call("FAULT")
    fault = None
except zeep.exceptions.Fault as error:
    fault = error.code
print(
    json.dumps(
        {
            "status": answer.responseInfo.status.code,
            "data": answer.responseData.data,
            "fault": fault,
        }
    )
)

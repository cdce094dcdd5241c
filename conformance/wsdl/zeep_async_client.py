"""Calls the asynchronous door and a receiver with python3-zeep; prints what it got as JSON."""

import json
import sys

import zeep

DATE = "2026-02-03T10:20:30+05:00"
SESSION = "{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}"
SENDER = {"senderId": "client", "password": "secret"}

door = zeep.Client(sys.argv[1]).service
receiver = zeep.Client(sys.argv[2]).create_service(
    "{http://bip.bee.kz/AsyncChannel/v10/Interfaces/Client/Binding}AsyncChannelClientHttpBinding",
    sys.argv[3],
)


def message(service_id, **ids):
    info = {"serviceId": service_id, "messageType": "REQUEST", "messageDate": DATE, "sender": SENDER}
    properties = [{"key": "A", "value": "1"}, {"key": "B", "value": "2"}]
    data = zeep.xsd.AnyObject(zeep.xsd.String(), "Қазақ <тіл>")
    return {
        "messageInfo": {**ids, **info, "properties": properties},
        "messageData": {"data": data},
    }


def notification(message_id):
    status = {"receiveStatus": "MESSAGE_NOT_ACCTEPTED", "statusDate": DATE, "resendMessage": "RESEND"}
    error = {"errorCode": "E1", "errorMessage": "нет", "errorDate": DATE}
    told = {"messageId": message_id, "serviceId": "ECHO", "notificationDate": DATE}
    return {
        "notification": {**told, "deliveryStatus": {**status, "error": error}},
        "requestDate": DATE,
        "sender": SENDER,
    }


def question(message_id):
    return {"messageId": message_id, "requestDate": DATE, "sender": SENDER}


def selection(service_id):
    return {"serviceId": service_id, "sender": SENDER, "amount": 5}


def change(message_id):
    status = {"statusCode": "SCSS001", "statusMessage": "ok", "statusDate": DATE}
    told = {"notificationId": "7", "messageId": message_id, "notificationDate": DATE}
    return {
        "notification": {**told, "messageState": "DELIVERED", "status": status},
        "requestDate": DATE,
        "sessionId": SESSION,
    }


def fault(call):
    try:
        call()
    except zeep.exceptions.Fault as error:
        return error.code


sent = door.sendMessage(request=message("ECHO"))
fetched = door.getMessages(request=selection("ECHO")).messages[0]
print(
    json.dumps(
        {
            "messageId": sent.messageId,
            "correlationId": sent.correlationId,
            "notificationId": door.sendDeliveryNotification(request=notification("1")).notificationId,
            "statusCode": door.getMessageStatus(request=question("1")).status.statusCode,
            "fetched": fetched.messageInfo.properties[1].value,
            "data": fetched.messageData.data,
            "pushed": receiver.sendMessage(
                request=message("ECHO", messageId="1", correlationId="2")
            ).correlationId,
            "told": receiver.changeMassageStatusNotification(request=change("1")).sessionId,
            "faults": [
                fault(lambda: door.sendMessage(request=message("FAULT"))),
                fault(lambda: door.sendDeliveryNotification(request=notification("FAULT"))),
                fault(lambda: door.getMessageStatus(request=question("FAULT"))),
                fault(lambda: door.getMessages(request=selection("FAULT"))),
                fault(lambda: receiver.sendMessage(request=message("FAULT"))),
                fault(lambda: receiver.changeMassageStatusNotification(request=change("FAULT"))),
            ],
        }
    )
)

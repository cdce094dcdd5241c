<?php
// Calls the asynchronous door and a receiver with the soap extension of PHP; prints what it got as JSON.
const DATE = '2026-02-03T10:20:30+05:00';
const SESSION = '{0f7c9c1e-6a0b-4a53-9f58-2a2f6f1f9d11}';
const SENDER = ['senderId' => 'client', 'password' => 'secret'];
$options = ['cache_wsdl' => WSDL_CACHE_NONE, 'exceptions' => true];
$door = new SoapClient($argv[1], $options);
$receiver = new SoapClient($argv[2], $options + ['location' => $argv[3]]);

$message = fn(string $serviceId, array $ids = []) => ['request' => [
    'messageInfo' => $ids + [
        'serviceId' => $serviceId,
        'messageType' => 'REQUEST',
        'messageDate' => DATE,
        'sender' => SENDER,
        'properties' => [['key' => 'A', 'value' => '1'], ['key' => 'B', 'value' => '2']],
    ],
    'messageData' => ['data' => 'Қазақ <тіл>'],
]];
$notification = fn(string $messageId) => ['request' => [
    'notification' => [
        'messageId' => $messageId,
        'serviceId' => 'ECHO',
        'notificationDate' => DATE,
        'deliveryStatus' => [
            'receiveStatus' => 'MESSAGE_NOT_ACCTEPTED',
            'statusDate' => DATE,
            'resendMessage' => 'RESEND',
            'error' => ['errorCode' => 'E1', 'errorMessage' => 'нет', 'errorDate' => DATE],
        ],
    ],
    'requestDate' => DATE,
    'sender' => SENDER,
]];
$question = fn(string $messageId) =>
    ['request' => ['messageId' => $messageId, 'requestDate' => DATE, 'sender' => SENDER]];
$selection = fn(string $serviceId) =>
    ['request' => ['serviceId' => $serviceId, 'sender' => SENDER, 'amount' => 5]];
$change = fn(string $messageId) => ['request' => [
    'notification' => [
        'notificationId' => '7',
        'messageId' => $messageId,
        'notificationDate' => DATE,
        'messageState' => 'DELIVERED',
        'status' => ['statusCode' => 'SCSS001', 'statusMessage' => 'ok', 'statusDate' => DATE],
    ],
    'requestDate' => DATE,
    'sessionId' => SESSION,
]];

function fault(SoapClient $client, string $operation, array $request): ?string
{
    try {
        $client->$operation($request);
    } catch (SoapFault $error) {
        return $error->faultcode;
    }
    return null;
}

$sent = $door->sendMessage($message('ECHO'))->response;
$fetched = $door->getMessages($selection('ECHO'))->response->messages;
echo json_encode([
    'messageId' => $sent->messageId,
    'correlationId' => $sent->correlationId,
    'notificationId' => $door->sendDeliveryNotification($notification('1'))->response->notificationId,
    'statusCode' => $door->getMessageStatus($question('1'))->response->status->statusCode,
    'fetched' => $fetched->messageInfo->properties[1]->value,
    'data' => $fetched->messageData->data,
    'pushed' => $receiver->sendMessage($message('ECHO', ['messageId' => '1', 'correlationId' => '2']))->response->correlationId,
    'told' => $receiver->changeMassageStatusNotification($change('1'))->response->sessionId,
    'faults' => [
        fault($door, 'sendMessage', $message('FAULT')),
        fault($door, 'sendDeliveryNotification', $notification('FAULT')),
        fault($door, 'getMessageStatus', $question('FAULT')),
        fault($door, 'getMessages', $selection('FAULT')),
        fault($receiver, 'sendMessage', $message('FAULT')),
        fault($receiver, 'changeMassageStatusNotification', $change('FAULT')),
    ],
], JSON_UNESCAPED_UNICODE);

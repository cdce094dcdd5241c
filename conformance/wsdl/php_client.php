<?php
// Calls the door with the soap extension of PHP; prints what it got as JSON.
$client = new SoapClient($argv[1], ['cache_wsdl' => WSDL_CACHE_NONE, 'exceptions' => true]);

function call(SoapClient $client, string $serviceId)
{
    return $client->SendMessage(['request' => [
        'requestInfo' => [
            'messageId' => '1',
            'serviceId' => $serviceId,
            'messageDate' => '2026-02-03T10:20:30+05:00',
            'sender' => ['senderId' => 'client', 'password' => 'secret'],
            'properties' => [['key' => 'A', 'value' => '1'], ['key' => 'B', 'value' => '2']],
        ],
        'requestData' => ['data' => 'Қазақ <тіл>'],
    ]]);
}

$answer = call($client, 'ECHO');
$fault = null;
try {
    call($client, 'FAULT');
} catch (SoapFault $error) {
    $fault = $error->faultcode;
}
echo json_encode([
    'status' => $answer->response->responseInfo->status->code,
    'data' => $answer->response->responseData->data,
    'fault' => $fault,
], JSON_UNESCAPED_UNICODE);

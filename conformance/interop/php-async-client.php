<?php
/**
 * The asynchronous channel with PHP alone: SoapClient reads the WSDL and builds what is asked, ws-security.php signs it and
 * checks each answer; signed-soap-client.php brings the two together.
 *
 *     php php-async-client.php path/to/demo.json send [PAYLOAD] [--text] [--type=RESPONSE --chain=CORRELATIONID]
 *     php php-async-client.php path/to/demo.json status MESSAGEID
 *     php php-async-client.php path/to/demo.json fetch [--chain=CORRELATIONID]
 *     php php-async-client.php path/to/demo.json confirm MESSAGEID
 *
 * Each of them takes --service=DemoAsync and --wsdl=genuine. The data of fetched messages goes to stdout, what else was found
 * to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 * Needs ext-soap, ext-dom and ext-openssl. Debian: php-cli, php-soap, php-xml.
 */
require __DIR__ . '/signed-soap-client.php';

function main(array $arguments): int
{
    $words = array_values(preg_grep('/^--/', $arguments, PREG_GREP_INVERT));
    $options = ['service' => 'DemoAsync', 'type' => 'REQUEST', 'chain' => null, 'wsdl' => 'by-namespace', 'text' => null];
    foreach (preg_grep('/^--/', $arguments) as $option) {
        [$name, $value] = explode('=', substr($option, 2), 2) + [1 => ''];
        $options[$name] = $value;
    }
    [$path, $operation, $what] = $words + ['', '', ''];
    $demo = json_decode(readText($path), true, flags: JSON_THROW_ON_ERROR);
    $client = new SignedSoapClient(
        $demo['gateways']['testInner'] . '/bip-async-wss-gost/?wsdl=' . $options['wsdl'],
        readText($demo['client']['key']),
        readText($demo['client']['certificate']),
        readText($demo['gatewayCertificates']['testInner']),
    );
    $now = date(DATE_ATOM);
    $chain = $options['chain'] === null ? [] : ['correlationId' => $options['chain']];
    $sender = ['senderId' => $demo['client']['senderId'], 'password' => $demo['client']['password']];
    // Each gives back what is told of the answer.
    $operations = [
        'send' => fn() => pick($client->sendMessage(['request' => [
            'messageInfo' => $chain + [
                'serviceId' => $options['service'],
                'messageType' => $options['type'],
                'messageDate' => $now,
                'sender' => $sender,
            ],
            'messageData' => [
                'data' => dataOf(readText($what ?: $demo['service']['payload']), $options['text'] !== null),
            ],
        ]])->response, ['messageId', 'correlationId']),
        'status' => function () use ($client, $what, $now, $sender) {
            $request = ['messageId' => $what, 'requestDate' => $now, 'sender' => $sender];
            $response = $client->getMessageStatus(['request' => $request])->response;
            return pick($response, ['messageState']) + pick($response->status, ['statusCode']);
        },
        'fetch' => function () use ($client, $chain, $now, $options, $sender) {
            $request = $chain + ['requestDate' => $now, 'serviceId' => $options['service'], 'sender' => $sender];
            $client->getMessages(['request' => $request]);
            $told = [];
            // From the signed Body: SoapClient makes objects out of XML in data, and loses what it does not know.
            foreach ($client->body->getElementsByTagName('messages') as $message) {
                foreach (['messageId', 'correlationId', 'messageType', 'senderId'] as $name) {
                    $told[$name] = $message->getElementsByTagName($name)->item(0)->textContent;
                }
                echo content($message->getElementsByTagName('data')->item(0));
            }
            return $told;
        },
        'confirm' => fn() => pick($client->sendDeliveryNotification(['request' => [
            'notification' => [
                'messageId' => $what,
                'serviceId' => $options['service'],
                'notificationDate' => $now,
                'deliveryStatus' => [
                    'receiveStatus' => 'MESSAGE_ACCEPTED',
                    'statusDate' => $now,
                    'resendMessage' => 'NOT_RESEND',
                ],
            ],
            'requestDate' => $now,
            'sender' => $sender,
        ]])->response, ['notificationId']),
    ];
    if (!isset($operations[$operation])) throw new RuntimeException('say send, status, fetch or confirm');
    try {
        $told = $operations[$operation]();
    } catch (SoapFault $fault) {
        if ($fault->faultcode === 'HTTP') throw $fault;
        $told = ['fault' => $fault->faultcode, 'reason' => $fault->faultstring];
    }
    say('signature', $client->body === null ? 'missing' : 'valid');
    foreach ($told as $name => $value) say($name, $value);
    return isset($told['fault']) ? 2 : 0;
}

function pick(object $answer, array $names): array
{
    return array_combine($names, array_map(fn($name) => $answer->$name, $names));
}

try {
    exit(main(array_slice($argv, 1)));
} catch (Exception $error) {
    say('not trusted or not sent', trim($error->getMessage()));
    exit(1);
}

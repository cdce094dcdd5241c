<?php
/**
 * Calls a SHEP service through the gateway with PHP alone: SoapClient reads the WSDL and builds the message,
 * ws-security.php signs it and checks the answer; signed-soap-client.php brings the two together.
 *
 *     php php-client.php path/to/demo.json [PAYLOAD] [--text] [--wsdl=genuine]
 *
 * The payload goes as XML; with --text as a string (xsi:type="xs:string"). The data of the answer goes to stdout, what else
 * was found to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 * Needs ext-soap, ext-dom and ext-openssl. Debian: php-cli, php-soap, php-xml.
 */
require __DIR__ . '/signed-soap-client.php';

function main(array $arguments): int
{
    [$options, $files] = [preg_grep('/^--/', $arguments), array_values(preg_grep('/^--/', $arguments, PREG_GREP_INVERT))];
    if ($files === []) throw new RuntimeException('php php-client.php path/to/demo.json [PAYLOAD] [--text] [--wsdl=genuine]');
    $demo = json_decode(readText($files[0]), true, flags: JSON_THROW_ON_ERROR);
    $payload = readText($files[1] ?? $demo['service']['payload']);
    $wsdl = in_array('--wsdl=genuine', $options, true) ? 'genuine' : 'by-namespace';
    $client = new SignedSoapClient(
        $demo['gateways']['testInner'] . '/bip-sync-wss-gost/?wsdl=' . $wsdl,
        readText($demo['client']['key']),
        readText($demo['client']['certificate']),
        readText($demo['gatewayCertificates']['testInner']),
    );
    try {
        $answer = $client->SendMessage(['request' => [
            'requestInfo' => [
                'messageId' => bin2hex(random_bytes(16)),
                'serviceId' => $demo['service']['serviceId'],
                'messageDate' => date(DATE_ATOM),
                'sender' => ['senderId' => $demo['client']['senderId'], 'password' => $demo['client']['password']],
            ],
            'requestData' => ['data' => dataOf($payload, in_array('--text', $options, true))],
        ]]);
    } catch (SoapFault $fault) {
        if ($fault->faultcode === 'HTTP') throw $fault;
        say('signature', $client->body === null ? 'missing' : 'valid');
        say('fault', $fault->faultcode);
        say('reason', $fault->faultstring);
        return 2;
    }
    say('signature', 'valid');
    say('status', $answer->response->responseInfo->status->code);
    echo content(only($client->body->ownerDocument, '/soap:Envelope/soap:Body/types:SendMessageResponse/response/responseData/data'));
    return 0;
}

try {
    exit(main(array_slice($argv, 1)));
} catch (Exception $error) {
    say('not trusted or not sent', trim($error->getMessage()));
    exit(1);
}

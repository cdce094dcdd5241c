<?php
/**
 * What the gateway pushes to, in PHP alone: messages and the status of our own messages are believed only when the gateway
 * signed them, and answered signed. SoapServer reads the WSDL that receivers implement (?wsdl=client) and writes the answers.
 *
 *     DEMO=path/to/demo.json php -S 127.0.0.1:8099 php-receiver.php
 *
 * demo.json names our key and certificate (client) and the gateway that may call (gatewayCertificates.testInner). The registry
 * has to name this address as the receiver of the system. What came goes to stdout, a line of JSON for each.
 * Needs ext-soap, ext-dom and ext-openssl. Debian: php-cli, php-soap, php-xml.
 */
require __DIR__ . '/ws-security.php';

/** The two operations of the WSDL. Whoever answers the gateway has the message: put it where it is safe first. */
class Receiver
{
    /** The Body that was signed: SoapServer makes objects out of XML in data, and loses what it does not know. */
    public function __construct(private DOMElement $body) {}

    /** SoapServer refuses a header with mustUnderstand that no method is named after; the signature in it is checked already. */
    public function Security(): void {}

    public function sendMessage(object $parameters): array
    {
        $info = $parameters->request->messageInfo;
        keep([
            'messageId' => $info->messageId,
            'correlationId' => $info->correlationId,
            'messageType' => $info->messageType,
            'senderId' => $info->sender->senderId,
            'password' => $info->sender->password,
            'data' => content($this->body->getElementsByTagName('data')->item(0)),
        ]);
        return ['response' => [
            'messageId' => $info->messageId,
            'correlationId' => $info->correlationId,
            'responseDate' => date(DATE_ATOM),
            'sessionId' => $info->sessionId,
        ]];
    }

    public function changeMassageStatusNotification(object $parameters): array
    {
        $told = $parameters->request->notification;
        keep([
            'messageId' => $told->messageId,
            'messageState' => $told->messageState,
            'statusCode' => $told->status->statusCode,
        ]);
        return ['response' => ['responseDate' => date(DATE_ATOM), 'sessionId' => $parameters->request->sessionId]];
    }
}

/** The same messageId again is a repeat. */
function keep(array $what): void
{
    file_put_contents('php://stdout', json_encode($what, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR) . "\n");
}

function answer(string $call, array $demo): string
{
    $body = verifiedBody($call, file_get_contents($demo['gatewayCertificates']['testInner']));
    $wsdl = $demo['gateways']['testInner'] . '/bip-async-wss-gost/?wsdl=' . (getenv('WSDL') ?: 'client');
    $server = new SoapServer($wsdl, ['cache_wsdl' => WSDL_CACHE_MEMORY]);
    $server->setObject(new Receiver($body));
    ob_start();
    $server->handle($call);
    header_remove('Content-Length'); // that of the answer before it is signed
    $key = file_get_contents($demo['client']['key']);
    return signBody(ob_get_clean(), $key, file_get_contents($demo['client']['certificate']));
}

header('Content-Type: text/xml; charset=utf-8');
try {
    $demo = json_decode(file_get_contents(getenv('DEMO')), true, flags: JSON_THROW_ON_ERROR);
    echo answer(file_get_contents('php://input'), $demo);
} catch (RuntimeException $error) {
    http_response_code(500);
    $reason = htmlspecialchars('The call is not believed: ' . $error->getMessage(), ENT_XML1);
    echo '<soap:Envelope xmlns:soap="' . SOAP . '"><soap:Body><soap:Fault><faultcode>SCE006</faultcode>'
        . "<faultstring>$reason</faultstring></soap:Fault></soap:Body></soap:Envelope>";
}

<?php
/**
 * A provider behind the gateway in PHP alone: believes a call only when the gateway signed it, and answers, signed, with the
 * data that came. Other services differ in what they make of $data.
 *
 *     DEMO=path/to/demo.json php -S 127.0.0.1:8099 php-provider.php
 *
 * demo.json names its certificate and key (provider) and the gateway that may call (gatewayCertificates.testInner). For the
 * gateway to deliver here, the registry's entry of the service has to name this address.
 * Needs ext-dom and ext-openssl. Debian: php-cli, php-xml.
 */
require __DIR__ . '/ws-security.php';

function answer(string $call, array $demo): string
{
    $body = verifiedBody($call, file_get_contents($demo['gatewayCertificates']['testInner']));
    $document = $body->ownerDocument;
    $request = '/soap:Envelope/soap:Body/types:SendMessage/request';
    $messageId = only($document, "$request/requestInfo/messageId")->textContent;
    $data = only($document, "$request/requestData/data");

    return signBody(
        envelope(
            '<types:SendMessageResponse xmlns:types="' . TYPES . '"><response><responseInfo>'
            . '<messageId>' . bin2hex(random_bytes(16)) . '</messageId>'
            . '<correlationId>' . htmlspecialchars($messageId, ENT_XML1) . '</correlationId>'
            . '<responseDate>' . date(DATE_ATOM) . '</responseDate>'
            . '<status><code>SCSS001</code><message>Message has been processed successfully</message></status>'
            // With the prefixes that it inherits: xsi:type="xs:string" has to mean the same in the answer.
            . '</responseInfo><responseData>' . $data->C14N() . '</responseData></response></types:SendMessageResponse>'
        ),
        file_get_contents($demo['provider']['key']),
        file_get_contents($demo['provider']['certificate']),
    );
}

/** What the gateway passes on to the sender: a code that both sides know, and what to mend. */
function fault(string $code, string $message): string
{
    $text = htmlspecialchars($message, ENT_XML1);
    return envelope(
        "<soap:Fault><faultcode>$code</faultcode><faultstring>$text</faultstring><detail>"
        . '<types:SendMessageFault1_SendMessageFault xmlns:types="' . TYPES . '">'
        . "<errorCode>$code</errorCode><errorMessage>$text</errorMessage><errorDate>" . date(DATE_ATOM) . '</errorDate>'
        . '</types:SendMessageFault1_SendMessageFault></detail></soap:Fault>'
    );
}

function envelope(string $content): string
{
    return '<soap:Envelope xmlns:soap="' . SOAP . "\"><soap:Body>$content</soap:Body></soap:Envelope>";
}

header('Content-Type: text/xml; charset=utf-8');
try {
    $demo = json_decode(file_get_contents(getenv('DEMO')), true, flags: JSON_THROW_ON_ERROR);
    echo answer(file_get_contents('php://input'), $demo);
} catch (RuntimeException $error) {
    http_response_code(500);
    echo fault('SCE006', 'The call is not believed: ' . $error->getMessage());
}

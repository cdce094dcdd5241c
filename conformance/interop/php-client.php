<?php
/**
 * Calls a SHEP service through the gateway with PHP alone: SoapClient reads the WSDL and builds the message,
 * ws-security.php signs it and checks the answer.
 *
 *     php php-client.php path/to/demo.json [PAYLOAD] [--text] [--wsdl=genuine]
 *
 * The payload goes as XML; with --text as a string (xsi:type="xs:string"). The data of the answer goes to stdout, what else
 * was found to stderr. Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 * Needs ext-soap, ext-dom and ext-openssl. Debian: php-cli, php-soap, php-xml.
 */
require __DIR__ . '/ws-security.php';

/** A SoapClient that signs what it sends, and believes nothing before the gateway's signature over it is checked. */
class SignedSoapClient extends SoapClient
{
    /** What SoapClient makes of the answer may have lost something: this is the Body that was signed. */
    public ?DOMElement $body = null;

    public function __construct(string $wsdl, private string $key, private string $certificate, private string $gateway)
    {
        parent::__construct($wsdl, ['cache_wsdl' => WSDL_CACHE_NONE, 'exceptions' => true]);
    }

    public function __doRequest($request, $location, $action, $version, $oneWay = false): ?string
    {
        $signed = signBody($request, $this->key, $this->certificate);
        $answer = parent::__doRequest($signed, $location, $action, $version, $oneWay);
        if ($answer === null || isset($this->__soap_fault)) return $answer; // nobody answered, SoapClient says why
        // A fault that was told before the gateway knew who asks carries no signature.
        if (isSigned($answer) || !isFault($answer)) $this->body = verifiedBody($answer, $this->gateway);
        return $answer;
    }
}

function isFault(string $answer): bool
{
    $first = only(parse($answer), '/soap:Envelope/soap:Body')->firstElementChild;
    return $first?->namespaceURI === SOAP && $first->localName === 'Fault';
}

/** The content of an element: its text, or its elements written without the prefixes of the envelope. */
function content(DOMElement $element): string
{
    if ($element->firstElementChild === null) return $element->textContent;
    $written = '';
    foreach ($element->childNodes as $node) {
        if ($node instanceof DOMElement) $written .= $node->C14N(true);
    }
    return $written;
}

function readText(string $path): string
{
    $text = @file_get_contents($path);
    if ($text === false) throw new RuntimeException("the file $path cannot be read");
    return $text;
}

function say(string $name, string $value): void
{
    fwrite(STDERR, "$name: $value\n");
}

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
    // An XML declaration may stand only where a document begins.
    $inline = '<data>' . preg_replace('/^(\xEF\xBB\xBF)?(<\?xml\s[^>]*\?>\s*)?/', '', $payload) . '</data>';
    $isText = in_array('--text', $options, true);
    try {
        $answer = $client->SendMessage(['request' => [
            'requestInfo' => [
                'messageId' => bin2hex(random_bytes(16)),
                'serviceId' => $demo['service']['serviceId'],
                'messageDate' => date(DATE_ATOM),
                'sender' => ['senderId' => $demo['client']['senderId'], 'password' => $demo['client']['password']],
            ],
            'requestData' => ['data' => $isText ? $payload : new SoapVar($inline, XSD_ANYXML)],
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

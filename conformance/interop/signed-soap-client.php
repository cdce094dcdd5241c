<?php
/** SoapClient reads the WSDL and builds the message, ws-security.php signs it and checks the answer. */
require_once __DIR__ . '/ws-security.php';

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

/** What SoapClient is to write into `data`: a string, or XML without its declaration, which may stand only where a document begins. */
function dataOf(string $payload, bool $isText): SoapVar|string
{
    $inline = '<data>' . preg_replace('/^(\xEF\xBB\xBF)?(<\?xml\s[^>]*\?>\s*)?/', '', $payload) . '</data>';
    return $isText ? $payload : new SoapVar($inline, XSD_ANYXML);
}

function isFault(string $answer): bool
{
    $first = only(parse($answer), '/soap:Envelope/soap:Body')->firstElementChild;
    return $first?->namespaceURI === SOAP && $first->localName === 'Fault';
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

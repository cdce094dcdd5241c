<?php
/**
 * The transport signature of SHEP in PHP, with nothing but ext-dom and ext-openssl: signBody() signs the soap:Body of a
 * message, verifiedBody() gives back the soap:Body of a message only when the signature over it is good.
 */

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';
const WSSE = OASIS . 'wssecurity-secext-1.0.xsd';
const WSU = OASIS . 'wssecurity-utility-1.0.xsd';
const TYPES = 'http://bip.bee.kz/SyncChannel/v10/Types';

const SIGNATURE = '/soap:Envelope/soap:Header/wsse:Security/ds:Signature';

/**
 * The message has no Header yet; key and certificate are PEM texts. What comes back is sent as it is: one more space, and
 * the signature is broken. Header and id are put in as text, because PHP's DOM may write another prefix than it has read.
 */
function signBody(string $message, string $key, string $certificate): string
{
    $body = only(parse($message), '/soap:Envelope/soap:Body')->nodeName;
    $id = 'id-' . bin2hex(random_bytes(16));
    $message = replaceFirst("<$body", "<$body xmlns:wsu=\"" . WSU . "\" wsu:Id=\"$id\"", $message);
    $digest = base64_encode(hash('sha256', only(parse($message), '/soap:Envelope/soap:Body')->C14N(true), true));
    openssl_x509_export($certificate, $pem);
    $token = preg_replace('/-----[A-Z ]+-----|\s/', '', $pem);

    $header = '<soap:Header xmlns:soap="' . SOAP . '"><wsse:Security xmlns:wsse="' . WSSE . '" soap:mustUnderstand="1">'
        . '<ds:Signature xmlns:ds="' . DS . '"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="' . EXCLUSIVE . '"/>'
        . '<ds:SignatureMethod Algorithm="' . RSA_SHA256 . '"/><ds:Reference URI="#' . $id . '">'
        . '<ds:Transforms><ds:Transform Algorithm="' . EXCLUSIVE . '"/></ds:Transforms>'
        . '<ds:DigestMethod Algorithm="' . SHA256 . '"/><ds:DigestValue>' . $digest . '</ds:DigestValue></ds:Reference>'
        . '</ds:SignedInfo><ds:SignatureValue></ds:SignatureValue><ds:KeyInfo><wsse:SecurityTokenReference>'
        . '<wsse:KeyIdentifier EncodingType="' . OASIS . 'soap-message-security-1.0#Base64Binary"'
        . ' ValueType="' . OASIS . 'x509-token-profile-1.0#X509v3">' . $token . '</wsse:KeyIdentifier>'
        . '</wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature></wsse:Security></soap:Header>';
    $message = replaceFirst("<$body", "$header<$body", $message);
    $signedInfo = only(parse($message), SIGNATURE . '/ds:SignedInfo')->C14N(true);
    openssl_sign($signedInfo, $value, $key, OPENSSL_ALGO_SHA256);
    return replaceFirst('<ds:SignatureValue>', '<ds:SignatureValue>' . base64_encode($value), $message);
}

/**
 * The soap:Body that this certificate's key has signed: read the message from here and from nowhere else. Throws a
 * RuntimeException when there is no such signature, or when it covers something else.
 */
function verifiedBody(string $message, string $certificate): DOMElement
{
    $document = parse($message);
    $body = only($document, '/soap:Envelope/soap:Body');
    $signedInfo = only($document, SIGNATURE . '/ds:SignedInfo');
    $reference = only($document, SIGNATURE . '/ds:SignedInfo/ds:Reference');
    $id = $body->getAttributeNS(WSU, 'Id');
    if ($id === '' || $reference->getAttribute('URI') !== "#$id") {
        throw new RuntimeException('the signature is not over the Body');
    }
    $algorithms = [
        'ds:CanonicalizationMethod' => EXCLUSIVE,
        'ds:SignatureMethod' => RSA_SHA256,
        'ds:Reference/ds:Transforms/ds:Transform' => EXCLUSIVE,
        'ds:Reference/ds:DigestMethod' => SHA256,
    ];
    foreach ($algorithms as $path => $algorithm) {
        $written = only($document, SIGNATURE . "/ds:SignedInfo/$path")->getAttribute('Algorithm');
        if ($written !== $algorithm) throw new RuntimeException("$path is $written, and this is not read here");
    }
    $value = base64_decode(only($document, SIGNATURE . '/ds:SignatureValue')->textContent);
    if (openssl_verify($signedInfo->C14N(true), $value, $certificate, OPENSSL_ALGO_SHA256) !== 1) {
        throw new RuntimeException('the signature is not the one of the expected certificate');
    }
    $digest = base64_decode(only($document, SIGNATURE . '/ds:SignedInfo/ds:Reference/ds:DigestValue')->textContent);
    if (!hash_equals(hash('sha256', $body->C14N(true), true), $digest)) {
        throw new RuntimeException('the Body is not what was signed');
    }
    return $body;
}

function replaceFirst(string $old, string $new, string $text): string
{
    return substr_replace($text, $new, strpos($text, $old), strlen($old));
}

/** Does the message hold a signature at all? */
function isSigned(string $message): bool
{
    return parse($message)->getElementsByTagNameNS(DS, 'Signature')->length > 0;
}

function parse(string $message): DOMDocument
{
    $document = new DOMDocument();
    $isRead = @$document->loadXML($message, LIBXML_NONET);
    if (!$isRead) throw new RuntimeException('this is not XML');
    if ($document->doctype !== null) throw new RuntimeException('a DOCTYPE has no place in SOAP');
    return $document;
}

/** The one element at this path; two are as bad as none. */
function only(DOMDocument $document, string $path): DOMElement
{
    $xpath = new DOMXPath($document);
    foreach (['soap' => SOAP, 'wsse' => WSSE, 'ds' => DS, 'types' => TYPES] as $prefix => $namespace) {
        $xpath->registerNamespace($prefix, $namespace);
    }
    $found = $xpath->query($path);
    if ($found->length !== 1) throw new RuntimeException("there are {$found->length} elements at $path, not one");
    return $found->item(0);
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

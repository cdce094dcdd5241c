import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.charset.*;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.regex.*;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.*;
import javax.xml.crypto.dsig.dom.*;
import javax.xml.crypto.dsig.spec.*;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.*;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.*;
import org.xml.sax.SAXException;

/**
 * Calls a SHEP service through the gateway with nothing but JDK 17: signs the Body, sends it, checks the answer's signature.
 * Prints one "name: value" per line; further lines of a value are indented.
 * Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 */
public class ShepClient {
    static final String USAGE = "usage: java ShepClient.java path/to/demo.json [--reference KeyIdentifier|IssuerSerial|BinarySecurityToken]"
            + " [--payload FILE] [--text] [--gateway NAME] [--timestamp] [--unsigned] [--tamper] [--password TEXT] [--print]";
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String DS = XMLSignature.XMLNS;
    static final String OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    static final String WSSE = OASIS + "wssecurity-secext-1.0.xsd";
    static final String WSU = OASIS + "wssecurity-utility-1.0.xsd";
    static final String X509V3 = OASIS + "x509-token-profile-1.0#X509v3";
    static final String BASE64 = OASIS + "soap-message-security-1.0#Base64Binary";
    /** What tells the reader that data is text, whatever it looks like. */
    static final String XS_STRING = " xmlns:xs=\"http://www.w3.org/2001/XMLSchema\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"xs:string\"";
    static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");

    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8)); // faults speak Russian and Kazakh, in any locale
        try {
            if (args.length == 0 || args[0].startsWith("--")) throw new IllegalArgumentException(USAGE);
            System.exit(call(Path.of(args[0]), Arrays.asList(args)));
        } catch (IOException | SAXException | IllegalArgumentException error) {
            System.err.println(sentence(error));
            System.exit(1);
        }
    }

    /** What the user can mend, in one sentence; everything else keeps its stack trace. */
    static String sentence(Exception error) {
        var why = error.getMessage();
        if (error instanceof NoSuchFileException) return "There is no file " + why + ".";
        if (error instanceof CharacterCodingException) return "The payload is not UTF-8: save it as UTF-8.";
        if (error instanceof ConnectException) return "Nobody answers at the gateway's address: does it run (npm start)?";
        if (error instanceof SAXException) return "The payload or the answer is not well-formed XML: " + why;
        return error instanceof IOException ? "This cannot be read or sent: " + why : why;
    }

    static int call(Path demo, List<String> options) throws Exception {
        var gateway = option(options, "--gateway", "testInner");
        var payloadFile = options.contains("--payload")
                ? Path.of(option(options, "--payload", "")) : file(demo, "service", "payload");
        var isText = options.contains("--text");
        var payload = isText ? escape(text(payloadFile)) : withoutDeclaration(text(payloadFile));
        var message = envelope(
                setting(demo, "service", "serviceId"), setting(demo, "client", "senderId"),
                option(options, "--password", setting(demo, "client", "password")), isText ? XS_STRING : "", payload);
        if (options.contains("--timestamp")) message = withTimestamp(message);
        if (!options.contains("--unsigned")) {
            message = sign(message, privateKey(file(demo, "client", "key")), certificate(file(demo, "client", "certificate")),
                    option(options, "--reference", "KeyIdentifier"), options.contains("--timestamp"));
        }
        if (options.contains("--tamper")) message = message.replace("</data>", " </data>");
        if (options.contains("--print")) {
            new PrintStream(System.out, true, StandardCharsets.UTF_8).println(message);
            return 0;
        }
        var answer = send(door(setting(demo, "gateways", gateway), "/bip-sync-wss-gost/"), message.getBytes(StandardCharsets.UTF_8));
        return report(answer, payload, certificate(file(demo, "gatewayCertificates", gateway)));
    }

    static String text(Path file) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    }

    /** An XML declaration may stand only where a document begins. */
    static String withoutDeclaration(String xml) {
        return xml.replaceFirst("^\\uFEFF?(<\\?xml\\s[^>]*\\?>\\s*)?", "");
    }

    /** The unsigned message. The Security header stays empty until sign() fills it; the Body is never changed again. */
    static String envelope(String serviceId, String senderId, String password, String dataAttributes, String payload) {
        return """
            <soap:Envelope xmlns:soap="%s"><soap:Header></soap:Header>\
            <soap:Body xmlns:wsu="%s" wsu:Id="id-%s">\
            <SendMessage xmlns="http://bip.bee.kz/SyncChannel/v10/Types"><request xmlns=""><requestInfo>\
            <messageId>%s</messageId><serviceId>%s</serviceId><messageDate>%s</messageDate>\
            <sender><senderId>%s</senderId><password>%s</password></sender></requestInfo>\
            <requestData><data%s>%s</data></requestData></request></SendMessage></soap:Body></soap:Envelope>""".formatted(
                SOAP, WSU, UUID.randomUUID(), UUID.randomUUID(), escape(serviceId),
                OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS), escape(senderId), escape(password),
                dataAttributes, payload);
    }

    /**
     * Signs the Body and puts the signature into the header. The signature is made on a DOM, but only the header is written
     * from it: the Body leaves as the text it was, so no serializer can touch the payload.
     */
    static String sign(String message, PrivateKey key, X509Certificate certificate, String reference, boolean timestampToo)
            throws Exception {
        var document = parse(message.getBytes(StandardCharsets.UTF_8));
        var security = child(child(document.getDocumentElement(), SOAP, "Header"), WSSE, "Security");
        if (security == null) {
            security = document.createElementNS(WSSE, "wsse:Security");
            security.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns:wsse", WSSE);
            security.setAttributeNS(SOAP, "soap:mustUnderstand", "1");
            child(document.getDocumentElement(), SOAP, "Header").appendChild(security);
        }
        var signed = new ArrayList<Element>(List.of(child(document.getDocumentElement(), SOAP, "Body")));
        if (timestampToo) signed.add(child(security, WSU, "Timestamp"));

        var references = new ArrayList<Reference>();
        for (var element : signed) {
            element.setIdAttributeNS(WSU, "Id", true);
            references.add(signatures.newReference("#" + element.getAttributeNS(WSU, "Id"),
                    signatures.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)), null, null));
        }
        var signedInfo = signatures.newSignedInfo(
                signatures.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                signatures.newSignatureMethod(RSA_SHA256, null), references);
        var keyInfo = signatures.getKeyInfoFactory().newKeyInfo(
                List.of(new DOMStructure(tokenReference(security, certificate, reference))));
        var context = new DOMSignContext(key, security);
        context.setDefaultNamespacePrefix("ds");
        signatures.newXMLSignature(signedInfo, keyInfo).sign(context);

        return message.replaceFirst("(?s)<soap:Header>.*</soap:Header>",
                Matcher.quoteReplacement("<soap:Header>" + write(security) + "</soap:Header>"));
    }

    /** How the message names the certificate: its bytes, its issuer and number, or a token that stands beside the signature. */
    static Element tokenReference(Element security, X509Certificate certificate, String kind) throws Exception {
        var document = security.getOwnerDocument();
        var tokenReference = document.createElementNS(WSSE, "wsse:SecurityTokenReference");
        var bytes = Base64.getEncoder().encodeToString(certificate.getEncoded());
        switch (kind) {
            case "KeyIdentifier" -> {
                var identifier = add(tokenReference, WSSE, "wsse:KeyIdentifier", bytes);
                identifier.setAttribute("EncodingType", BASE64);
                identifier.setAttribute("ValueType", X509V3);
            }
            case "IssuerSerial" -> {
                var issuerSerial = add(add(tokenReference, DS, "ds:X509Data", ""), DS, "ds:X509IssuerSerial", "");
                add(issuerSerial, DS, "ds:X509IssuerName", certificate.getIssuerX500Principal().getName());
                add(issuerSerial, DS, "ds:X509SerialNumber", certificate.getSerialNumber().toString());
            }
            case "BinarySecurityToken" -> {
                var token = add(security, WSSE, "wsse:BinarySecurityToken", bytes);
                token.setAttribute("EncodingType", BASE64);
                token.setAttribute("ValueType", X509V3);
                token.setAttributeNS(WSU, "wsu:Id", "X509-" + UUID.randomUUID());
                var reference = add(tokenReference, WSSE, "wsse:Reference", "");
                reference.setAttribute("URI", "#" + token.getAttributeNS(WSU, "Id"));
                reference.setAttribute("ValueType", X509V3);
            }
            default -> throw new IllegalArgumentException("--reference must be KeyIdentifier, IssuerSerial or BinarySecurityToken");
        }
        return tokenReference;
    }

    /** What WCF, WSS4J and npm soap send by default, and SHEP does not: a Timestamp, signed together with the Body. */
    static String withTimestamp(String message) {
        var created = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toInstant();
        return message.replace("<soap:Header></soap:Header>", """
            <soap:Header><wsse:Security xmlns:wsse="%s" soap:mustUnderstand="1"><wsu:Timestamp xmlns:wsu="%s" wsu:Id="TS-1">\
            <wsu:Created>%s</wsu:Created><wsu:Expires>%s</wsu:Expires></wsu:Timestamp></wsse:Security></soap:Header>""".formatted(
                WSSE, WSU, created, created.plusSeconds(300)));
    }

    /** Where the gateway's own WSDL says that messages go. */
    static URI door(String gateway, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(gateway.replaceAll("/$", "") + path + "?wsdl")).build();
        var wsdl = parse(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        var address = (Element) wsdl.getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/soap/", "address").item(0);
        if (address == null) throw new IOException("the WSDL names no address");
        return URI.create(address.getAttribute("location"));
    }

    static HttpResponse<byte[]> send(URI door, byte[] message) throws Exception {
        var request = HttpRequest.newBuilder(door)
                .header("Content-Type", "text/xml; charset=utf-8").header("SOAPAction", "\"\"")
                .POST(HttpRequest.BodyPublishers.ofByteArray(message)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Reads the answer: nothing in it counts before the gateway's signature over its Body is checked. */
    static int report(HttpResponse<byte[]> answer, String payload, X509Certificate gateway) throws Exception {
        System.out.println("http: " + answer.statusCode());
        var body = child(parse(answer.body()).getDocumentElement(), SOAP, "Body");
        var trusted = verify(body, gateway);
        System.out.println("signature: " + trusted);
        var fault = child(body, SOAP, "Fault");
        if (fault != null) {
            System.out.println("fault: " + text(fault, "faultcode"));
            System.out.println("reason: " + text(fault, "faultstring"));
            for (var name : List.of("errorCode", "errorData", "sessionId")) {
                System.out.println(name + ": " + text(fault, name).replace("\n", "\n  "));
            }
            return 2;
        }
        System.out.println("status: " + text(body, "code"));
        var same = Arrays.equals(data(answer.body()), payload.getBytes(StandardCharsets.UTF_8));
        System.out.println(same ? "data: the same as was sent" : "data: not the same as was sent");
        return trusted.equals("valid") ? 0 : 1;
    }

    /** "valid" only when the header holds one signature, made with this certificate's key, over exactly this Body. */
    static String verify(Element body, X509Certificate certificate) throws Exception {
        var header = child((Element) body.getParentNode(), SOAP, "Header");
        var security = header == null ? null : child(header, WSSE, "Security");
        var signature = security == null ? null : child(security, DS, "Signature");
        if (signature == null) return "missing";
        body.setIdAttributeNS(WSU, "Id", true);
        var context = new DOMValidateContext(certificate.getPublicKey(), signature);
        var unmarshalled = signatures.unmarshalXMLSignature(context);
        var references = unmarshalled.getSignedInfo().getReferences();
        if (references.size() != 1 || !references.get(0).getURI().equals("#" + body.getAttributeNS(WSU, "Id"))) {
            return "not over the Body";
        }
        return unmarshalled.validate(context) ? "valid" : "invalid";
    }

    /** The content of data as bytes, cut out of the answer as it came: re-serializing could change it. */
    static byte[] data(byte[] answer) {
        var latin1 = new String(answer, StandardCharsets.ISO_8859_1);
        var start = Pattern.compile("<data(\\s[^>]*)?>").matcher(latin1);
        if (!start.find()) return new byte[0];
        return Arrays.copyOfRange(answer, start.end(), Math.max(start.end(), latin1.lastIndexOf("</data>")));
    }

    static Document parse(byte[] bytes) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    }

    static String write(Node node) throws Exception {
        var transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        var text = new StringWriter();
        transformer.transform(new DOMSource(node), new StreamResult(text));
        return text.toString();
    }

    static Element add(Element parent, String namespace, String name, String text) {
        var element = parent.getOwnerDocument().createElementNS(namespace, name);
        element.setTextContent(text);
        return (Element) parent.appendChild(element);
    }

    static Element child(Element parent, String namespace, String name) {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (name.equals(node.getLocalName()) && namespace.equals(node.getNamespaceURI())) return (Element) node;
        }
        return null;
    }

    static String text(Element element, String name) {
        var found = element.getElementsByTagNameNS("*", name).item(0);
        return found == null ? "" : found.getTextContent();
    }

    /** A carriage return survives XML only as a reference. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;");
    }

    static X509Certificate certificate(Path pem) throws Exception {
        var bytes = new ByteArrayInputStream(Files.readAllBytes(pem));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }

    static PrivateKey privateKey(Path pem) throws Exception {
        var base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    /** demo.json is flat enough to be read without a JSON library: {"section": {"name": "value"}}. */
    static String setting(Path demo, String section, String name) throws Exception {
        var json = Files.readString(demo);
        var inside = Pattern.compile("\"" + section + "\"\\s*:\\s*\\{([^}]*)\\}").matcher(json);
        if (inside.find()) {
            var value = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(inside.group(1));
            if (value.find()) return value.group(1);
        }
        throw new IllegalArgumentException(demo + " has no " + section + "." + name);
    }

    static Path file(Path demo, String section, String name) throws Exception {
        return demo.toAbsolutePath().resolveSibling(setting(demo, section, name));
    }

    static String option(List<String> options, String name, String otherwise) {
        var at = options.indexOf(name);
        if (at == options.size() - 1) throw new IllegalArgumentException(name + " needs a value after it.");
        return at < 0 ? otherwise : options.get(at + 1);
    }
}

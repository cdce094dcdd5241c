import com.sun.net.httpserver.*;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.*;
import java.util.concurrent.*;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.*;
import javax.xml.crypto.dsig.dom.*;
import javax.xml.crypto.dsig.spec.*;
import javax.xml.parsers.*;
import javax.xml.transform.*;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.*;

/**
 * The peer of the whole hop in Java, from nothing but the JDK. Arguments: FOLDER PROVIDER_URL OWN_KEY OWN_CERTIFICATE
 * SENDER_CERTIFICATE PROVIDER_CERTIFICATE. Prints its name and its address when it listens.
 *
 * Does, for every message: parses it, verifies its signature over soap:Body with the sender's key, signs the Body anew
 * with its own key, sends it to the provider, parses the answer, verifies its signature, signs it anew, writes a record
 * to a file and waits for fsync (one for all that wait), then answers.
 * Does not: check structure, limits, certificate chain, password or access; hide the password; record a refusal.
 */
public class JdkProxy {
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String WSS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-";
    static final String WSSE = WSS + "wssecurity-secext-1.0.xsd", WSU = WSS + "wssecurity-utility-1.0.xsd";
    static final String XMLNS = "http://www.w3.org/2000/xmlns/";
    static final int threads = 64;
    static final XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
    static final ThreadLocal<DocumentBuilder> builders = ThreadLocal.withInitial(JdkProxy::newBuilder);
    static final ThreadLocal<Transformer> writers = ThreadLocal.withInitial(JdkProxy::newWriter);
    static final ThreadLocal<MessageDigest> digests = ThreadLocal.withInitial(JdkProxy::newDigest);

    static PrivateKey key;
    static PublicKey senderKey, providerKey;
    static String ownCertificate, algorithm;
    static CanonicalizationMethod exclusive;
    static Transform transform;
    static DigestMethod sha256;
    static HttpClient client;
    static Records records;

    public static void main(String[] args) throws Exception {
        var own = certificate(args[3]);
        ownCertificate = Base64.getEncoder().encodeToString(own.getEncoded());
        var kind = own.getPublicKey().getAlgorithm();
        algorithm = "http://www.w3.org/2001/04/xmldsig-more#" + (kind.equals("EC") ? "ecdsa-sha256" : "rsa-sha256");
        key = KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pem(args[2])));
        senderKey = certificate(args[4]).getPublicKey();
        providerKey = certificate(args[5]).getPublicKey();
        exclusive = signatures.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null);
        transform = signatures.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null);
        sha256 = signatures.newDigestMethod(DigestMethod.SHA256, null);
        records = new Records(Path.of(args[0], "jdk-records"));
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(threads));
        for (var service : List.of("Prepared", "Fresh", "Tampered")) {
            var provider = URI.create(args[1] + "/" + service);
            server.createContext("/" + service, exchange -> answer(exchange, provider));
        }
        server.start();
        System.out.println("JDK " + System.getProperty("java.version") + "|http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() != -1); // whoever started us is gone
        System.exit(0);
    }

    static void answer(HttpExchange exchange, URI provider) throws IOException {
        byte[] answer;
        int status = 200;
        try (var in = exchange.getRequestBody()) {
            answer = pass(in.readAllBytes(), provider);
        } catch (Exception problem) {
            answer = problem.toString().getBytes(StandardCharsets.UTF_8);
            status = 500;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=utf-8");
        exchange.sendResponseHeaders(status, answer.length);
        try (var out = exchange.getResponseBody()) {
            out.write(answer);
        }
    }

    static byte[] pass(byte[] message, URI provider) throws Exception {
        var request = verified(message, senderKey);
        var forwarded = HttpRequest.newBuilder(provider).header("Content-Type", "text/xml; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofByteArray(signed(request))).build();
        var response = client.send(forwarded, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) throw new IOException("the provider answered " + response.statusCode());
        var answer = signed(verified(response.body(), providerKey));
        var line = System.currentTimeMillis() + " " + HexFormat.of().formatHex(digests.get().digest(message)) + " "
            + HexFormat.of().formatHex(digests.get().digest(answer)) + "\n";
        records.write(line.getBytes(StandardCharsets.US_ASCII));
        return answer;
    }

    static Document verified(byte[] message, PublicKey publicKey) throws Exception {
        var document = builders.get().parse(new ByteArrayInputStream(message));
        var body = child(document.getDocumentElement(), SOAP, "Body");
        var security = child(child(document.getDocumentElement(), SOAP, "Header"), WSSE, "Security");
        body.setIdAttributeNS(WSU, "Id", true);
        var context = new DOMValidateContext(publicKey, child(security, XMLSignature.XMLNS, "Signature"));
        var signature = signatures.unmarshalXMLSignature(context);
        var references = signature.getSignedInfo().getReferences();
        if (references.size() != 1 || !references.get(0).getURI().equals("#" + body.getAttributeNS(WSU, "Id"))
            || !signature.validate(context)) throw new SignatureException("the signature does not verify");
        return document;
    }

    /** The same Body with a signature of ours in place of the other. */
    static byte[] signed(Document document) throws Exception {
        var header = child(document.getDocumentElement(), SOAP, "Header");
        var body = child(document.getDocumentElement(), SOAP, "Body");
        header.removeChild(child(header, WSSE, "Security"));
        var security = (Element) header.appendChild(document.createElementNS(WSSE, "wsse:Security"));
        security.setAttributeNS(XMLNS, "xmlns:wsse", WSSE);
        var reference = signatures.newReference("#" + body.getAttributeNS(WSU, "Id"), sha256, List.of(transform), null, null);
        var method = signatures.newSignatureMethod(algorithm, null);
        var signedInfo = signatures.newSignedInfo(exclusive, method, List.of(reference));
        var token = document.createElementNS(WSSE, "wsse:SecurityTokenReference");
        var identifier = (Element) token.appendChild(document.createElementNS(WSSE, "wsse:KeyIdentifier"));
        identifier.setAttribute("EncodingType", WSS + "soap-message-security-1.0#Base64Binary");
        identifier.setAttribute("ValueType", WSS + "x509-token-profile-1.0#X509v3");
        identifier.setTextContent(ownCertificate);
        var keyInfo = signatures.getKeyInfoFactory().newKeyInfo(List.of(new DOMStructure(token)));
        var context = new DOMSignContext(key, security);
        context.setDefaultNamespacePrefix("ds");
        signatures.newXMLSignature(signedInfo, keyInfo).sign(context);
        var out = new ByteArrayOutputStream(8192);
        writers.get().transform(new DOMSource(document), new StreamResult(out));
        return out.toByteArray();
    }

    static Element child(Element parent, String namespace, String name) throws SignatureException {
        for (var node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (name.equals(node.getLocalName()) && namespace.equals(node.getNamespaceURI())) return (Element) node;
        }
        throw new SignatureException("there is no " + name);
    }

    /** Records that wait together share one fsync; `write` returns when it is done. */
    static class Records {
        record Waiting(byte[] line, CompletableFuture<Void> done) {}
        final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();

        Records(Path path) throws IOException {
            var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            var writer = new Thread(() -> {
                try {
                    for (var batch = new ArrayList<Waiting>(); ; batch.clear()) {
                        batch.add(queue.take());
                        queue.drainTo(batch);
                        for (var one : batch) file.write(ByteBuffer.wrap(one.line));
                        file.force(false);
                        for (var one : batch) one.done.complete(null);
                    }
                } catch (Exception broken) {
                    broken.printStackTrace();
                    System.exit(1);
                }
            });
            writer.setDaemon(true);
            writer.start();
        }

        void write(byte[] line) throws Exception {
            var done = new CompletableFuture<Void>();
            queue.add(new Waiting(line, done));
            done.get();
        }
    }

    static X509Certificate certificate(String path) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem(path)));
    }

    static byte[] pem(String path) throws IOException {
        return Base64.getMimeDecoder().decode(Files.readString(Path.of(path)).replaceAll("-----[^-]+-----", ""));
    }

    static DocumentBuilder newBuilder() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder();
        } catch (ParserConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static Transformer newWriter() {
        try {
            return TransformerFactory.newInstance().newTransformer();
        } catch (TransformerConfigurationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

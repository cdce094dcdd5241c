import com.sun.management.OperatingSystemMXBean;
import java.io.*;
import java.lang.management.ManagementFactory;
import java.nio.file.*;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.*;
import org.w3c.dom.*;

/**
 * The peer in Java: DOM and XMLDSig of the JDK. See bench/src/contestant.ts for the protocol on stdin.
 *
 * Does: parses the whole message with a reused DocumentBuilder, finds Body and Signature, verifies digest and signature
 * with a key loaded once under the JDK's default secure validation, and checks that the one reference names the Body.
 * Does not: look the certificate up, refuse anything by the shape of the envelope, or count Ids.
 */
public class JdkXmlSignature {
    static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    static final String WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    static final XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");

    public static void main(String[] args) throws Exception {
        PublicKey key;
        try (var pem = Files.newInputStream(Path.of(args[0]))) {
            key = CertificateFactory.getInstance("X.509").generateCertificate(pem).getPublicKey();
        }
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var builder = factory.newDocumentBuilder();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var commands = new BufferedReader(new InputStreamReader(System.in));
        System.out.println("JDK " + System.getProperty("java.version"));
        for (var line = commands.readLine(); line != null; line = commands.readLine()) {
            var words = line.split(" ", 3);
            var bytes = Files.readAllBytes(Path.of(words[2]));
            if (words[0].equals("check")) {
                System.out.println(verify(builder, key, bytes) ? "accepted" : "refused");
                continue;
            }
            long count = 0, cpu = system.getProcessCpuTime(), start = System.nanoTime(), now;
            do {
                if (!verify(builder, key, bytes)) throw new IllegalStateException("refused");
                count++;
                now = System.nanoTime();
            } while (now - start < Long.parseLong(words[1]) * 1_000_000);
            System.out.println(count + " " + (now - start) + " " + (system.getProcessCpuTime() - cpu));
        }
    }

    static boolean verify(DocumentBuilder builder, PublicKey key, byte[] message) throws Exception {
        var document = builder.parse(new ByteArrayInputStream(message));
        var header = (Element) document.getDocumentElement().getFirstChild();
        var signature = (Element) header.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        var body = (Element) header.getNextSibling();
        if (!body.getLocalName().equals("Body") || !body.getNamespaceURI().equals(SOAP)) return false;
        body.setIdAttributeNS(WSU, "Id", true);
        var context = new DOMValidateContext(key, signature);
        var unmarshalled = signatures.unmarshalXMLSignature(context);
        var references = unmarshalled.getSignedInfo().getReferences();
        if (references.size() != 1 || !references.get(0).getURI().equals("#" + body.getAttributeNS(WSU, "Id"))) return false;
        return unmarshalled.validate(context);
    }
}

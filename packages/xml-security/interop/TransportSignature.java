import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * verify (CERTIFICATE FILE)…   prints true or false for the first ds:Signature of each file
 * sign CERTIFICATE KEY ALGORITHM DIGEST FILE OUT  signs the Body; KEY is PKCS#8 in DER
 */
public class TransportSignature {
  static final String DS = "http://www.w3.org/2000/09/xmldsig#";
  static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  static final String WSSE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  static final XMLSignatureFactory SIGNATURES = XMLSignatureFactory.getInstance("DOM");

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("sign")) {
      sign(arguments);
      return;
    }
    for (int index = 1; index < arguments.length; index += 2) {
      System.out.println(verify(Path.of(arguments[index]), Path.of(arguments[index + 1])));
    }
  }

  static boolean verify(Path certificate, Path file) throws Exception {
    var key = certificate(certificate).getPublicKey();
    Document document = read(file);
    var context =
        new DOMValidateContext(
            KeySelector.singletonKeySelector(key),
            document.getElementsByTagNameNS(DS, "Signature").item(0));
    Element body = (Element) document.getElementsByTagNameNS(SOAP, "Body").item(0);
    context.setIdAttributeNS(body, WSU, "Id");
    return SIGNATURES.unmarshalXMLSignature(context).validate(context);
  }

  static void sign(String[] arguments) throws Exception {
    X509Certificate certificate = certificate(Path.of(arguments[1]));
    PrivateKey key =
        KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(arguments[2]))));
    Document document = read(Path.of(arguments[5]));
    Element body = (Element) document.getElementsByTagNameNS(SOAP, "Body").item(0);
    Element security = (Element) document.getElementsByTagNameNS(WSSE, "Security").item(0);
    var exclusive = SIGNATURES.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null);
    var reference =
        SIGNATURES.newReference(
            "#" + body.getAttributeNS(WSU, "Id"),
            SIGNATURES.newDigestMethod(arguments[4], null),
            List.<Transform>of(exclusive),
            null,
            null);
    var signedInfo =
        SIGNATURES.newSignedInfo(
            SIGNATURES.newCanonicalizationMethod(
                CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
            SIGNATURES.newSignatureMethod(arguments[3], null),
            List.of(reference));
    var keyInfos = SIGNATURES.getKeyInfoFactory();
    var keyInfo = keyInfos.newKeyInfo(List.of(keyInfos.newX509Data(List.of(certificate))));
    var context = new DOMSignContext(key, security);
    context.setIdAttributeNS(body, WSU, "Id");
    SIGNATURES.newXMLSignature(signedInfo, keyInfo).sign(context);
    var out = new ByteArrayOutputStream();
    TransformerFactory.newInstance()
        .newTransformer()
        .transform(new DOMSource(document), new StreamResult(out));
    Files.write(Path.of(arguments[6]), out.toByteArray());
  }

  static X509Certificate certificate(Path file) throws Exception {
    var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
  }

  static Document read(Path file) throws Exception {
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(file.toFile());
  }
}

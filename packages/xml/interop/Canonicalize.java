import com.sun.org.apache.xml.internal.security.Init;
import com.sun.org.apache.xml.internal.security.c14n.Canonicalizer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/**
 * Canonicalises with the JDK. Every line of input is `METHOD APEX PREFIXES DOCUMENT`: the algorithm's URI, the number of
 * the apex element or -1, the PrefixList with commas or `-`, the document in base64. Every line of output is
 * `ok BASE64`, `malformed REASON` or `failed REASON`. Needs the exports that the command line of the test gives: the
 * canonicaliser that the JDK's XML signatures use has no public name.
 */
public class Canonicalize {
    public static void main(String[] arguments) throws Exception {
        Init.init();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setExpandEntityReferences(true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new Strict());
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            output.println(answer(builder, line.split(" ", 4)));
        }
        output.flush();
    }

    private static String answer(DocumentBuilder builder, String[] request) {
        byte[] bytes = Base64.getDecoder().decode(request[3]);
        Document document;
        try {
            document = builder.parse(new ByteArrayInputStream(bytes));
        } catch (Exception error) {
            return "malformed " + String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
        }
        try {
            int apex = Integer.parseInt(request[1]);
            String prefixes = request[2].equals("-") ? "" : request[2].replace(',', ' ');
            byte[] canonical = canonicalize(document, request[0], apex, prefixes);
            return "ok " + Base64.getEncoder().encodeToString(canonical);
        } catch (Exception error) {
            Throwable cause = error.getCause() == null ? error : error.getCause();
            return "failed " + String.valueOf(cause.getMessage()).replaceAll("\\s+", " ");
        }
    }

    private static byte[] canonicalize(Document document, String method, int apex, String prefixes)
            throws Exception {
        Node node = apex < 0 ? document : (Element) document.getElementsByTagName("*").item(apex);
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        Canonicalizer canonicalizer = Canonicalizer.getInstance(method);
        if (prefixes.isEmpty()) canonicalizer.canonicalizeSubtree(node, canonical);
        else canonicalizer.canonicalizeSubtree(node, prefixes, canonical);
        return canonical.toByteArray();
    }

    private static class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException problem) {}

        @Override
        public void error(SAXParseException problem) throws SAXParseException {
            throw problem;
        }

        @Override
        public void fatalError(SAXParseException problem) throws SAXParseException {
            throw problem;
        }
    }
}

import java.io.File;
import java.net.URI;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;

/** Compiles the schema at a URL with the JDK's default settings, then validates the files that are named. */
public class CompileSchemas {
    public static void main(String[] arguments) throws Exception {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(URI.create(arguments[0]).toURL());
        for (int i = 1; i < arguments.length; i++) {
            schema.newValidator().validate(new StreamSource(new File(arguments[i])));
        }
        System.out.println("valid: " + (arguments.length - 1));
    }
}

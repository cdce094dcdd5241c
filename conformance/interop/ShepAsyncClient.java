import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The asynchronous channel with nothing but JDK 17. Signature and its check are those of ShepClient.java, beside this file:
 *
 *     javac -d /tmp/shep ShepClient.java ShepAsyncClient.java
 *     java -cp /tmp/shep ShepAsyncClient path/to/demo.json send [PAYLOAD] | status MESSAGEID | fetch | confirm MESSAGEID
 *
 * Options: --service DemoAsync, --chain CORRELATIONID, --type RESPONSE. Prints one "name: value" per line.
 * Exit code: 0 answered and trusted, 2 refused with a fault, 1 anything else.
 */
public class ShepAsyncClient {
    static final String USAGE = "usage: java ShepAsyncClient path/to/demo.json send|status|fetch|confirm [PAYLOAD|MESSAGEID]";
    static final String TYPES = "http://bip.bee.kz/AsyncChannel/v10/Types";

    public static void main(String[] args) throws Exception {
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8)); // faults speak Russian and Kazakh, in any locale
        try {
            if (args.length < 2) throw new IllegalArgumentException(USAGE);
            var what = args.length > 2 && !args[2].startsWith("--") ? args[2] : "";
            System.exit(ask(Path.of(args[0]), args[1], what, Arrays.asList(args)));
        } catch (IOException | SAXException | IllegalArgumentException error) {
            System.err.println(ShepClient.sentence(error));
            System.exit(1);
        }
    }

    static int ask(Path demo, String operation, String what, List<String> options) throws Exception {
        var now = OffsetDateTime.now().truncatedTo(ChronoUnit.MILLIS).toString();
        var service = element("serviceId", ShepClient.option(options, "--service", "DemoAsync"));
        var chain = ShepClient.option(options, "--chain", "");
        var correlation = chain.isEmpty() ? "" : element("correlationId", chain);
        var messageId = element("messageId", what);
        var date = element("requestDate", now);
        var sender = "<sender>" + element("senderId", ShepClient.setting(demo, "client", "senderId"))
                + element("password", ShepClient.setting(demo, "client", "password")) + "</sender>";
        // The contract orders the elements: these are sequences.
        return switch (operation) {
            case "send" -> {
                var file = what.isEmpty() ? ShepClient.file(demo, "service", "payload") : Path.of(what);
                var type = element("messageType", ShepClient.option(options, "--type", "REQUEST"));
                yield call(demo, "sendMessage", "<messageInfo>" + correlation + service + type + element("messageDate", now)
                        + sender + "</messageInfo><messageData><data>"
                        + ShepClient.withoutDeclaration(ShepClient.text(file)) + "</data></messageData>",
                        "messageId", "correlationId");
            }
            case "status" -> call(demo, "getMessageStatus", messageId + date + sender, "messageState", "statusCode");
            case "fetch" -> call(demo, "getMessages", correlation + date + service + sender,
                    "messageId", "correlationId", "messageType", "senderId", "data");
            case "confirm" -> call(demo, "sendDeliveryNotification", "<notification>" + messageId + service
                    + element("notificationDate", now) + "<deliveryStatus>" + element("receiveStatus", "MESSAGE_ACCEPTED")
                    + element("statusDate", now) + element("resendMessage", "NOT_RESEND") + "</deliveryStatus></notification>"
                    + date + sender, "notificationId");
            default -> throw new IllegalArgumentException("say send, status, fetch or confirm");
        };
    }

    /** Nothing in the answer counts before the gateway's signature over its Body is checked. */
    static int call(Path demo, String operation, String request, String... names) throws Exception {
        var message = """
            <soap:Envelope xmlns:soap="%s"><soap:Header></soap:Header><soap:Body xmlns:wsu="%s" wsu:Id="id-%s">\
            <%s xmlns="%s"><request xmlns="">%s</request></%s></soap:Body></soap:Envelope>""".formatted(
                ShepClient.SOAP, ShepClient.WSU, UUID.randomUUID(), operation, TYPES, request, operation);
        var signed = ShepClient.sign(message, ShepClient.privateKey(ShepClient.file(demo, "client", "key")),
                ShepClient.certificate(ShepClient.file(demo, "client", "certificate")), "KeyIdentifier", false);
        var door = ShepClient.door(ShepClient.setting(demo, "gateways", "testInner"), "/bip-async-wss-gost/");
        var answer = ShepClient.send(door, signed.getBytes(StandardCharsets.UTF_8));
        var body = ShepClient.child(ShepClient.parse(answer.body()).getDocumentElement(), ShepClient.SOAP, "Body");
        var trusted = ShepClient.verify(body, ShepClient.certificate(ShepClient.file(demo, "gatewayCertificates", "testInner")));
        System.out.println("signature: " + trusted);
        var fault = ShepClient.child(body, ShepClient.SOAP, "Fault");
        if (fault != null) return tell(fault, 2, "faultcode", "faultstring");
        return trusted.equals("valid") ? tell(body, 0, names) : 1;
    }

    static int tell(Element element, int code, String... names) {
        for (var name : names) System.out.println(name + ": " + ShepClient.text(element, name));
        return code;
    }

    static String element(String name, String text) {
        return "<" + name + ">" + ShepClient.escape(text) + "</" + name + ">";
    }
}

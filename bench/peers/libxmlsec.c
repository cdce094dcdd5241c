/*
 * The peer in C: libxml2 parses, libxmlsec1 (OpenSSL) verifies. See bench/src/contestant.ts for the protocol on stdin.
 *
 * Does: parses the whole message, finds Body and Signature, verifies digest and signature with a key loaded once,
 * and checks that the one reference names the Body.
 * Does not: look the certificate up, refuse anything by the shape of the envelope, or count Ids.
 */
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

static const xmlChar *const SOAP = BAD_CAST "http://schemas.xmlsoap.org/soap/envelope/";
static const xmlChar *const WSU =
    BAD_CAST "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";

static xmlSecKeyPtr key;
static xmlParserCtxtPtr parser; /* reused, so that its dictionary of names is warm */

static int covers(xmlSecDSigCtxPtr context, const xmlChar *id) {
    if (xmlSecPtrListGetSize(&context->signedInfoReferences) != 1) return 0;
    xmlSecDSigReferenceCtxPtr reference = xmlSecPtrListGetItem(&context->signedInfoReferences, 0);
    return reference->uri != NULL && reference->uri[0] == '#' && xmlStrEqual(reference->uri + 1, id);
}

static int verify(const char *bytes, int length) {
    int accepted = 0;
    xmlDocPtr document = xmlCtxtReadMemory(parser, bytes, length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
    if (document == NULL) return 0;
    xmlNodePtr body = xmlSecGetNextElementNode(xmlDocGetRootElement(document)->children);
    while (body != NULL && !xmlSecCheckNodeName(body, BAD_CAST "Body", SOAP)) body = xmlSecGetNextElementNode(body->next);
    xmlNodePtr signature = xmlSecFindNode(xmlDocGetRootElement(document), xmlSecNodeSignature, xmlSecDSigNs);
    xmlAttrPtr attribute = body == NULL ? NULL : xmlHasNsProp(body, BAD_CAST "Id", WSU);
    if (signature != NULL && attribute != NULL) {
        xmlChar *id = xmlNodeListGetString(document, attribute->children, 1);
        xmlAddID(NULL, document, id, attribute);
        xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
        context->signKey = xmlSecKeyDuplicate(key);
        accepted = xmlSecDSigCtxVerify(context, signature) == 0 && context->status == xmlSecDSigStatusSucceeded &&
                   covers(context, id);
        xmlSecDSigCtxDestroy(context);
        xmlFree(id);
    }
    xmlFreeDoc(document);
    return accepted;
}

static char *load(const char *path, int *length) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) exit(1);
    fseek(file, 0, SEEK_END);
    *length = (int)ftell(file);
    rewind(file);
    char *bytes = malloc(*length);
    if (fread(bytes, 1, *length, file) != (size_t)*length) exit(1);
    fclose(file);
    return bytes;
}

static long long nanoseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void quiet(const char *file, int line, const char *func, const char *object, const char *subject, int reason,
                  const char *message) {}

int main(int argc, char **argv) {
    char command[16], path[4096], line[4200];
    int milliseconds, length;
    xmlInitParser();
    if (argc < 2 || xmlSecInit() < 0 || xmlSecCryptoAppInit(NULL) < 0 || xmlSecCryptoInit() < 0) return 1;
    xmlSecErrorsSetCallback(quiet);
    key = xmlSecCryptoAppKeyLoad(argv[1], xmlSecKeyDataFormatCertPem, NULL, NULL, NULL);
    parser = xmlNewParserCtxt();
    if (key == NULL || parser == NULL) return 1;
    printf("libxml2 %s + libxmlsec1 %s\n", LIBXML_DOTTED_VERSION, XMLSEC_VERSION);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (sscanf(line, "%15s %d %4095[^\n]", command, &milliseconds, path) != 3) return 1;
        char *bytes = load(path, &length);
        if (strcmp(command, "check") == 0) {
            puts(verify(bytes, length) ? "accepted" : "refused");
        } else {
            long long count = 0, wall = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(CLOCK_PROCESS_CPUTIME_ID), now;
            do {
                if (!verify(bytes, length)) return 1;
                count++;
                now = nanoseconds(CLOCK_MONOTONIC);
            } while (now - wall < milliseconds * 1000000LL);
            printf("%lld %lld %lld\n", count, now - wall, nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - cpu);
        }
        free(bytes);
        fflush(stdout);
    }
    return 0;
}

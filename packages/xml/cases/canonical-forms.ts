import type { CanonicalOptions } from '../src/index.ts'

/** A document, what to canonicalise of it, and the form a recommendation gives it. */
export interface CanonicalCase {
  readonly what: string
  readonly document: string
  readonly options: Omit<CanonicalOptions, 'element' | 'omit'>
  /** Local name of the apex; without it the whole document. */
  readonly apex?: string
  readonly omit?: string
  readonly canonical: string
  /** libxml2 has no such form: its engine refuses rather than give another one. */
  readonly notWithLibxml2?: true
}

const inclusive = { method: 'c14n' } as const
const exclusive = { method: 'exc-c14n' } as const
const listed = (...inclusivePrefixes: string[]): CanonicalCase['options'] => ({
  method: 'exc-c14n',
  inclusivePrefixes,
})

// Canonical XML 1.0 §3.1 to §3.6. Our engines refuse a DTD, so its effect is typed in where one matters.

const example31 = `<?xml version="1.0"?>

<?xml-stylesheet   href="doc.xsl"
   type="text/xsl"   ?>

<doc>Hello, world!<!-- Comment 1 --></doc>

<?pi-without-data     ?>

<!-- Comment 2 -->

<!-- Comment 3 -->
`

const example32 = `<doc>
   <clean>   </clean>
   <dirty>   A   B   </dirty>
   <mixed>
      A
      <clean>   </clean>
      B
      <dirty>   A   B   </dirty>
      C
   </mixed>
</doc>`

const canonicalXml: readonly CanonicalCase[] = [
  {
    what: 'Canonical XML 3.1, uncommented (a DOCTYPE without effect left out)',
    document: example31,
    options: inclusive,
    canonical: `<?xml-stylesheet href="doc.xsl"
   type="text/xsl"   ?>
<doc>Hello, world!</doc>
<?pi-without-data?>`,
  },
  {
    what: 'Canonical XML 3.1, commented (a DOCTYPE without effect left out)',
    document: example31,
    options: { ...inclusive, comments: true },
    canonical: `<?xml-stylesheet href="doc.xsl"
   type="text/xsl"   ?>
<doc>Hello, world!<!-- Comment 1 --></doc>
<?pi-without-data?>
<!-- Comment 2 -->
<!-- Comment 3 -->`,
  },
  {
    what: 'Canonical XML 3.2, white space',
    document: example32,
    options: inclusive,
    canonical: example32,
  },
  {
    what: 'Canonical XML 3.3, start and end tags (the default attribute of e9 typed in)',
    document: `<doc>
   <e1   />
   <e2   ></e2>
   <e3   name = "elem3"   id="elem3"   />
   <e4   name="elem4"   id="elem4"   ></e4>
   <e5 a:attr="out" b:attr="sorted" attr2="all" attr="I'm"
      xmlns:b="http://www.ietf.org"
      xmlns:a="http://www.w3.org"
      xmlns="http://example.org"/>
   <e6 xmlns="" xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="" xmlns:a="http://www.w3.org">
            <e9 xmlns="" xmlns:a="http://www.ietf.org" attr="default"/>
         </e8>
      </e7>
   </e6>
</doc>`,
    options: inclusive,
    canonical: `<doc>
   <e1></e1>
   <e2></e2>
   <e3 id="elem3" name="elem3"></e3>
   <e4 id="elem4" name="elem4"></e4>
   <e5 xmlns="http://example.org" xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e5>
   <e6 xmlns:a="http://www.w3.org">
      <e7 xmlns="http://www.ietf.org">
         <e8 xmlns="">
            <e9 xmlns:a="http://www.ietf.org" attr="default"></e9>
         </e8>
      </e7>
   </e6>
</doc>`,
  },
  {
    what: 'Canonical XML 3.4, character modifications (NMTOKENS and ID normalised by hand)',
    document: `<doc>
   <text>First line&#x0d;&#10;Second line</text>
   <value>&#x32;</value>
   <compute><![CDATA[value>"0" && value<"10" ?"valid":"error"]]></compute>
   <compute expr='value>"0" &amp;&amp; value&lt;"10" ?"valid":"error"'>valid</compute>
   <norm attr=' &apos;   &#x20;&#13;&#xa;&#9;   &apos; '/>
   <normNames attr='A &#13;&#xa;&#9; B'/>
   <normId id='&apos; &#13;&#xa;&#9; &apos;'/>
</doc>`,
    options: inclusive,
    canonical: `<doc>
   <text>First line&#xD;
Second line</text>
   <value>2</value>
   <compute>value&gt;"0" &amp;&amp; value&lt;"10" ?"valid":"error"</compute>
   <compute expr="value>&quot;0&quot; &amp;&amp; value&lt;&quot;10&quot; ?&quot;valid&quot;:&quot;error&quot;">valid</compute>
   <norm attr=" '    &#xD;&#xA;&#x9;   ' "></norm>
   <normNames attr="A &#xD;&#xA;&#x9; B"></normNames>
   <normId id="' &#xD;&#xA;&#x9; '"></normId>
</doc>`,
  },
  {
    what: 'Canonical XML 3.5, entity references (their replacement typed in)',
    document: `<doc attrExtEnt="entExt">
   Hello, world!
</doc>

<!-- Let world.txt contain "world" (excluding the quotes) -->`,
    options: inclusive,
    canonical: `<doc attrExtEnt="entExt">
   Hello, world!
</doc>`,
  },
  {
    what: 'Canonical XML 3.6, UTF-8 encoding (declared as UTF-8 instead of ISO-8859-1)',
    document: '<?xml version="1.0" encoding="UTF-8"?><doc>&#169;</doc>',
    options: inclusive,
    canonical: '<doc>\u00A9</doc>',
  },
]

// Exclusive XML Canonicalization 1.0 §2.1 and §2.2. Its canonical forms are broken into lines for the page.

const local = `<n0:local xmlns:n0="foo:bar"
          xmlns:n3="ftp://example.org">
  <n1:elem2 xmlns:n1="http://example.net"
            xml:lang="en">
    <n3:stuff xmlns:n3="ftp://example.org"/>
  </n1:elem2>
</n0:local>`

const pdu = `<n2:pdu xmlns:n1="http://example.com"
        xmlns:n2="http://foo.example"
        xml:lang="fr"
        xml:space="retain">
  <n1:elem2 xmlns:n1="http://example.net"
            xml:lang="en">
    <n3:stuff xmlns:n3="ftp://example.org"/>
  </n1:elem2>
</n2:pdu>`

const elem2 = `<n1:elem2 xmlns:n1="http://example.net" xml:lang="en">
    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>
  </n1:elem2>`

const enveloped = `<n0:pdu xmlns:n0="http://a.example">
  <n1:elem1 xmlns:n1="http://b.example">
    content
  </n1:elem1>
</n0:pdu>`

const exclusiveXml: readonly CanonicalCase[] = [
  {
    what: 'Exclusive 2.1, enveloped, by inclusive canonicalisation',
    document: enveloped,
    options: inclusive,
    apex: 'elem1',
    canonical: `<n1:elem1 xmlns:n0="http://a.example" xmlns:n1="http://b.example">
    content
  </n1:elem1>`,
  },
  {
    what: 'Exclusive 2.1, enveloped, by exclusive canonicalisation',
    document: enveloped,
    options: exclusive,
    apex: 'elem1',
    canonical: `<n1:elem1 xmlns:n1="http://b.example">
    content
  </n1:elem1>`,
  },
  {
    what: 'Exclusive 2.2, first envelope, by inclusive canonicalisation',
    document: local,
    options: inclusive,
    apex: 'elem2',
    canonical: `<n1:elem2 xmlns:n0="foo:bar" xmlns:n1="http://example.net" xmlns:n3="ftp://example.org" xml:lang="en">
    <n3:stuff></n3:stuff>
  </n1:elem2>`,
  },
  {
    what: 'Exclusive 2.2, second envelope, by inclusive canonicalisation',
    document: pdu,
    options: inclusive,
    apex: 'elem2',
    canonical: `<n1:elem2 xmlns:n1="http://example.net" xmlns:n2="http://foo.example" xml:lang="en" xml:space="retain">
    <n3:stuff xmlns:n3="ftp://example.org"></n3:stuff>
  </n1:elem2>`,
  },
  {
    what: 'Exclusive 2.2, first envelope',
    document: local,
    options: exclusive,
    apex: 'elem2',
    canonical: elem2,
  },
  {
    what: 'Exclusive 2.2, second envelope',
    document: pdu,
    options: exclusive,
    apex: 'elem2',
    canonical: elem2,
  },
]

const corners: readonly CanonicalCase[] = [
  {
    what: 'a default namespace undeclared is written only under one that is declared',
    document: '<a xmlns=""><b xmlns="urn:b"><c xmlns=""><d xmlns=""/></c></b></a>',
    options: inclusive,
    canonical: '<a><b xmlns="urn:b"><c xmlns=""><d></d></c></b></a>',
  },
  {
    what: 'exclusive: a default namespace is undeclared where an element without prefix needs it',
    document: '<a xmlns="urn:a"><p:b xmlns="" xmlns:p="urn:p"><c/></p:b></a>',
    options: exclusive,
    canonical: '<a xmlns="urn:a"><p:b xmlns:p="urn:p"><c xmlns=""></c></p:b></a>',
  },
  {
    what: 'exclusive with #default: the undeclaration is written where it stands',
    document: '<a xmlns="urn:a"><p:b xmlns="" xmlns:p="urn:p"><c/></p:b></a>',
    options: listed('#default'),
    canonical: '<a xmlns="urn:a"><p:b xmlns="" xmlns:p="urn:p"><c></c></p:b></a>',
  },
  {
    what: 'exclusive with #default: the apex inherits the default namespace it does not use',
    document: '<a xmlns="urn:a" xmlns:p="urn:p"><p:b/></a>',
    options: listed('#default'),
    apex: 'b',
    canonical: '<p:b xmlns="urn:a" xmlns:p="urn:p"></p:b>',
  },
  {
    what: 'exclusive with a list: listed prefixes are written as inclusive ones, others when used',
    document:
      '<a xmlns:p="urn:p" xmlns:q="urn:q" xmlns:r="urn:r"><b t="p:x"><q:c xmlns:p="urn:p2"/></b></a>',
    options: listed('p', 'nowhere', 'xml'),
    apex: 'b',
    canonical: '<b xmlns:p="urn:p" t="p:x"><q:c xmlns:p="urn:p2" xmlns:q="urn:q"></q:c></b>',
  },
  {
    what: 'exclusive: a prefix is declared again in every branch that uses it',
    document: '<a xmlns:p="urn:p"><p:b/><p:b p:c=""><p:d/></p:b></a>',
    options: exclusive,
    canonical: '<a><p:b xmlns:p="urn:p"></p:b><p:b xmlns:p="urn:p" p:c=""><p:d></p:d></p:b></a>',
  },
  {
    what: 'exclusive: a prefix bound anew and back again',
    document: '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b><p:d/></p:a>',
    options: exclusive,
    canonical:
      '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"></p:c></p:b><p:d></p:d></p:a>',
  },
  {
    what: 'superfluous declarations are left out',
    document: '<p:a xmlns:p="urn:p" xmlns="urn:d"><p:b xmlns="urn:d" xmlns:p="urn:p"/></p:a>',
    options: inclusive,
    canonical: '<p:a xmlns="urn:d" xmlns:p="urn:p"><p:b></p:b></p:a>',
  },
  {
    what: 'the apex inherits xml:* attributes, the nearest first, and sorts them among its own',
    document:
      '<r xml:lang="ru" xml:space="preserve"><a xml:lang="kk"><b z="" a="" xml:base="x"/></a></r>',
    options: inclusive,
    apex: 'b',
    canonical: '<b a="" z="" xml:base="x" xml:lang="kk" xml:space="preserve"></b>',
  },
  {
    what: 'exclusive: the apex inherits no xml:* attributes, its own are kept undeclared',
    document: '<r xml:lang="ru"><b xml:space="preserve"/></r>',
    options: exclusive,
    apex: 'b',
    canonical: '<b xml:space="preserve"></b>',
  },
  {
    what: 'a declaration of the prefix xml is left out',
    document: '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="kk"/>',
    options: inclusive,
    canonical: '<a xml:lang="kk"></a>',
  },
  {
    what: 'attributes sort by namespace, not prefix, and by code point, not by UTF-16',
    document:
      '<a xmlns:z="urn:1" xmlns:y="urn:2" xmlns:\uFB00="urn:3" xmlns:\u{10000}="urn:0" y:a="" z:b="" \u{10000}="" \uFB00="" aa="" a="" \u{10000}:a=""/>',
    options: inclusive,
    canonical:
      '<a xmlns:y="urn:2" xmlns:z="urn:1" xmlns:\uFB00="urn:3" xmlns:\u{10000}="urn:0" a="" aa="" \uFB00="" \u{10000}="" \u{10000}:a="" z:b="" y:a=""></a>',
  },
  {
    what: 'line ends become LF everywhere, CR as a reference stays a CR',
    document: '<?p a\r\nb\rc?><!--a\r\nb\rc--><a>\r\n\r<![CDATA[\r\n\r]]>&#13;&#xD;\n</a>',
    options: { ...inclusive, comments: true },
    canonical: '<?p a\nb\nc?>\n<!--a\nb\nc-->\n<a>\n\n\n\n&#xD;&#xD;\n</a>',
  },
  {
    what: 'white space in values becomes spaces, as a reference it stays',
    document: `<a b="1\t2\n3\r4\r\n5&#9;&#10;&#13;&#32;6" c='"'/>`,
    options: inclusive,
    canonical: '<a b="1 2 3 4 5&#x9;&#xA;&#xD; 6" c="&quot;"></a>',
  },
  {
    what: 'references and CDATA become text; supplementary characters stay UTF-8',
    document:
      '<a b="&gt;>&apos;\'">&gt;>&quot;"<![CDATA[]]]]><![CDATA[>&lt;]]>&#x1F600;\u{1F600}</a>',
    options: inclusive,
    canonical: `<a b=">>''">&gt;&gt;""]]&gt;&amp;lt;\u{1F600}\u{1F600}</a>`,
  },
  {
    what: 'instructions: one space before the data, none without data, no escapes',
    document: '<a><?p?><?p \t?><?p  <&>"  ?></a>',
    options: inclusive,
    canonical: '<a><?p?><?p?><?p <&>"  ?></a>',
  },
  {
    what: 'the omitted subtree is gone with all that is in it, its neighbours stay',
    document: '<a xmlns:p="urn:p">x<p:b><c/></p:b>y<p:d/></a>',
    options: exclusive,
    omit: 'b',
    canonical: '<a>xy<p:d xmlns:p="urn:p"></p:d></a>',
  },
  {
    what: 'the omitted subtree around the apex leaves nothing',
    document: '<a><b><c/></b></a>',
    options: exclusive,
    apex: 'c',
    omit: 'b',
    canonical: '',
  },
  {
    what: 'an element as apex comes without what stands around the root',
    document: '<!--x--><?y?><a/><!--z-->',
    options: { ...inclusive, comments: true },
    apex: 'a',
    canonical: '<a></a>',
  },
  {
    what: 'a byte order mark and the XML declaration are gone',
    document: '\uFEFF<?xml version="1.0" encoding="utf-8" standalone="no"?>\n<a/>\n',
    options: inclusive,
    canonical: '<a></a>',
  },
  {
    // Canonical XML 1.0 §2.3: a namespace node is written as an attribute, escapes and all. The JDK does so;
    // libxml2 2.15 writes the namespace as it is, which is not even well-formed.
    what: 'a namespace is escaped as an attribute value is',
    document: '<p:a xmlns:p="http://example.org/?x&amp;y"/>',
    options: exclusive,
    canonical: '<p:a xmlns:p="http://example.org/?x&amp;y"></p:a>',
    notWithLibxml2: true,
  },
]

export const canonicalCases: readonly CanonicalCase[] = [
  ...canonicalXml,
  ...exclusiveXml,
  ...corners,
]

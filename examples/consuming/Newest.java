import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints what an Atom feed says: its entries, newest first, and what was withdrawn. Java 17 or later, no libraries.
 *
 *     java Newest.java http://127.0.0.1:8400/atom.xml
 */
public class Newest {
  static final String ATOM = "http://www.w3.org/2005/Atom";
  static final String TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"; // RFC 6721

  public static void main(String[] args) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(args[0])).build();
    var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) throw new IllegalStateException("status " + response.statusCode());

    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var feed = factory.newDocumentBuilder().parse(response.body()).getDocumentElement();

    NodeList entries = feed.getElementsByTagNameNS(ATOM, "entry");
    for (int i = 0; i < entries.getLength(); i++) {
      var entry = (Element) entries.item(i);
      System.out.println(text(entry, "published") + "  " + text(entry, "title") + "  " + text(entry, "id"));
    }
    NodeList gone = feed.getElementsByTagNameNS(TOMBSTONES, "deleted-entry");
    for (int i = 0; i < gone.getLength(); i++) {
      System.out.println("withdrawn  " + ((Element) gone.item(i)).getAttribute("ref"));
    }
  }

  static String text(Element parent, String name) {
    return parent.getElementsByTagNameNS(ATOM, name).item(0).getTextContent();
  }
}

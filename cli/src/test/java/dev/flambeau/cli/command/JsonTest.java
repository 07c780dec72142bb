package dev.flambeau.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void membersKeepTheirOrder() {
    String text = new Json().put("b", 1L << 40).put("a", 1e-4).put("c", "x").toString();
    assertEquals("{\"b\":1099511627776,\"a\":1.0E-4,\"c\":\"x\"}", text);
  }

  @Test
  void aFloatHasItsOwnDigits() {
    assertEquals("{\"lr\":0.001}", new Json().put("lr", 1e-3f).toString());
  }

  @Test
  void textIsQuoted() {
    assertEquals("{\"a\\\"\\\\\\u000a\":\"é\"}", new Json().put("a\"\\\n", "é").toString());
  }

  @Test
  void whatJsonLacksIsNull() {
    String text = new Json().put("a", Double.NaN).put("b", Double.POSITIVE_INFINITY).toString();
    assertEquals("{\"a\":null,\"b\":null}", text);
  }

  @Test
  void objectsMakeAList() {
    List<Json> two = List.of(new Json().put("a", 1), new Json().put("a", 2));
    assertEquals(
        "{\"list\":[{\"a\":1},{\"a\":2}],\"none\":[]}",
        new Json().put("list", two).put("none", List.of()).toString());
  }
}

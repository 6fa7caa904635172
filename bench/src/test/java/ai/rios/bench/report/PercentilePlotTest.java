package ai.rios.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PercentilePlotTest {
    @Test
    void thePictureIsWellFormedAndHasLinesALegendAndBothAxes() throws Exception {
        Document document = parse(PercentilePlot.draw(
                "POST, 500/s <&>",
                List.of(new PercentilePlot.Line("a & b", curve(3)), new PercentilePlot.Line("c", curve(40)))));

        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(texts(document))
                .contains("POST, 500/s <&>", "a & b", "c", "90 %", "99 %", "99.9 %", "latency, ms", "10");
    }

    @Test
    void everyPointLiesInsideThePlot() throws Exception {
        Document document = parse(PercentilePlot.draw("t", List.of(new PercentilePlot.Line("a", curve(7)))));

        String points = document.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue();
        for (String point : points.split(" ", -1)) {
            String[] xy = point.split(",", -1);
            assertThat(Double.parseDouble(xy[0])).isBetween(70.0, 740.0);
            assertThat(Double.parseDouble(xy[1])).isBetween(46.0, 336.0);
        }
    }

    @Test
    void aPictureWithoutFiguresIsStillAPicture() throws Exception {
        assertThat(parse(PercentilePlot.draw("nothing", List.of()))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @ParameterizedTest
    @CsvSource({"0,0 %", "1,90 %", "2,99 %", "3,99.9 %", "5,99.999 %"})
    void decadesOfRarityAreLabelledAsPercentiles(int decade, String label) {
        assertThat(PercentilePlot.percentLabel(decade)).isEqualTo(label);
    }

    @Test
    void rarityIsTheNumberOfNines() {
        assertThat(PercentilePlot.rarity(0)).isZero();
        assertThat(PercentilePlot.rarity(99.9)).isCloseTo(3, within(1e-9));
    }

    private static List<CurvePoint> curve(long millis) {
        Histogram histogram = new Histogram(3);
        for (long i = 1; i <= 10_000; i++) {
            histogram.recordValue(millis * 1_000_000 + i * 1_000);
        }
        return CurvePoint.curve(histogram);
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document) {
        NodeList nodes = document.getElementsByTagName("text");
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }
}

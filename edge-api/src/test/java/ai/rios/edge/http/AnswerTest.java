package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void aTextIsEncodedOnce() {
        Answer.Text text = (Answer.Text) Answer.text(200, "text/plain", "ä").body();

        assertThat(text.content().plain()).isSameAs(text.content().plain()).hasSize(2);
    }

    @Test
    void itsBytesAreMadeOnceUnderEachCodingToo() {
        ContentCodings codings = new ContentCodings();
        Content content = new Content(new byte[10_000]);

        byte[] packed = codings.encode(content, List.of("gzip")).bytes();

        assertThat(packed).hasSizeLessThan(10_000);
        assertThat(codings.encode(content, List.of("gzip")).bytes()).isSameAs(packed);
        assertThat(codings.encode(content, List.of()).bytes()).isSameAs(content.plain());
    }
}

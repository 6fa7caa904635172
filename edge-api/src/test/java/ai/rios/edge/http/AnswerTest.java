package ai.rios.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void aTextIsEncodedOnce() {
        Answer.Text text = (Answer.Text) Answer.text(200, "text/plain", "ä").body();

        assertThat(text.bytes()).isSameAs(text.bytes()).hasSize(2);
    }
}

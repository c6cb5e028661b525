package dev.gitopsbinding.plan.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitopsbinding.model.BindingId;
import dev.gitopsbinding.plan.proposal.RequestSections.Entry;
import org.junit.jupiter.api.Test;

class RequestSectionsTest {
  private static final BindingId WEB = new BindingId("shop", "web");
  private static final BindingId API = new BindingId("shop", "api");

  @Test
  void eachBindingHasASectionOfItsOwnAndReplacesNoOther() {
    RequestSections both =
        new RequestSections("What people wrote.")
            .with(new Entry(WEB, "v1"), "web one", "-")
            .with(new Entry(API, "a1"), "api one", "-");
    RequestSections after = both.with(new Entry(WEB, "v2"), "web two", "-");

    assertThat(after.text())
        .startsWith("What people wrote.\n\n<!-- ")
        .contains("api one", "web two");
    assertThat(after.text()).doesNotContain("web one");
    assertThat(after.entries()).containsExactly(new Entry(WEB, "v2"), new Entry(API, "a1"));
    assertThat(after.tagOf(API)).contains("a1");
    assertThat(after.tagOf(new BindingId("shop", "we"))).isEmpty();
  }

  @Test
  void theSameSectionChangesNothingWhateverLineEndsTheForgeKeeps() {
    RequestSections once = new RequestSections("").with(new Entry(WEB, "v1"), "text", "-");
    RequestSections windows = new RequestSections(once.text().replace("\n", "\r\n"));

    assertThat(once.with(new Entry(WEB, "v1"), "text", "-")).isEqualTo(once);
    assertThat(windows.tagOf(WEB)).contains("v1");
    assertThat(windows.with(new Entry(WEB, "v2"), "text", "-").entries())
        .containsExactly(new Entry(WEB, "v2"));
  }

  @Test
  void aSectionWithoutItsEndEndsWhereTheNextOneBegins() {
    String broken =
        new RequestSections("")
            .with(new Entry(WEB, "v1"), "web one", "-")
            .with(new Entry(API, "a1"), "api one", "-")
            .text()
            .replace("<!-- gitopsbinding:end shop/web -->", "");

    String after = new RequestSections(broken).with(new Entry(WEB, "v2"), "web two", "-").text();

    assertThat(after).contains("api one", "web two").doesNotContain("web one");
    assertThat(after).containsOnlyOnce("gitopsbinding:begin shop/api");
  }

  @Test
  void aDescriptionThatWouldBeTooLongGetsTheBriefTextOrNone() {
    RequestSections long1 = new RequestSections("x".repeat(RequestSections.MAX_CHARS - 200));
    RequestSections full = new RequestSections("x".repeat(RequestSections.MAX_CHARS));

    assertThat(long1.with(new Entry(WEB, "v1"), "y".repeat(300), "brief").text())
        .contains("brief")
        .hasSizeLessThanOrEqualTo(RequestSections.MAX_CHARS);
    assertThat(full.with(new Entry(WEB, "v1"), "y", "z")).isEqualTo(full);
  }

  @Test
  void theNoteOnTheBranchStandsBeforeTheSectionsAndSurvivesThem() {
    String broken =
        new RequestSections("What people wrote.")
            .with(new Entry(WEB, "v1"), "web one", "-")
            .text()
            .replace("<!-- gitopsbinding:end shop/web -->", "");

    RequestSections noted = new RequestSections(broken).made();

    assertThat(noted.text())
        .startsWith("What people wrote.\n\n" + RequestSections.MADE + "\n\n<!-- ");
    assertThat(noted.made()).isEqualTo(noted);
    assertThat(noted.with(new Entry(WEB, "v2"), "web two", "-").isMade()).isTrue();
  }

  @Test
  void aDescriptionThatIsFullGetsNoNote() {
    RequestSections full = new RequestSections("x".repeat(RequestSections.MAX_CHARS));

    assertThat(full.made()).isEqualTo(full);
    assertThat(new RequestSections("").made().text()).isEqualTo(RequestSections.MADE);
  }
}

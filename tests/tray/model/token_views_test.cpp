// What the windows say about certificates on tokens, in both languages.
#include <gtest/gtest.h>

#include "samples.h"
#include "tray/model/certificate_table.h"
#include "tray/model/details_view.h"
#include "tray/model/warning_view.h"

namespace kigen::tray {
namespace {

using text::Language;

ipc::CertificateSummary on_token(int number, bool present) {
  ipc::CertificateSummary item = test::certificate(number, "due", 12);
  item.source = "Token\\0123";
  item.token_label = "My token";
  item.token_present = present;
  return item;
}

TEST(TokenPlace, IsSaidInWordsInTheList) {
  const test::Fixture at;
  CertificateTable table;
  table.set_data({on_token(1, true), on_token(2, false)},
                 {{.source = "TokenDrivers", .item = "C:\\driver.dll", .owner = "me", .error = {}, .first_seen = {}}});
  table.render(at.context());
  EXPECT_EQ(table.text(0, CertificateTable::Place), "USB token (serial 0123)");
  EXPECT_EQ(table.text(1, CertificateTable::Place), "USB token (serial 0123, not inserted)");
  EXPECT_EQ(table.text(2, CertificateTable::Place), "Drivers of USB tokens");
  EXPECT_EQ(table.text(2, CertificateTable::Name), "C:\\driver.dll");
  table.render(at.context(Language::Japanese));
  EXPECT_EQ(table.text(1, CertificateTable::Place), "USBトークン（シリアル番号 0123、今は挿し込まれていません）");
  table.set_filter("my token");
  EXPECT_EQ(table.rows(), 2);
}

TEST(TokenPlace, IsNamedByItsLabelInTheDetails) {
  const test::Fixture at;
  ipc::Explanation explanation;
  explanation.certificate.summary = on_token(1, false);
  ipc::Place place;
  place.source = "Token\\0123";
  place.token_label = "My\ntoken";
  place.token_present = false;
  explanation.certificate.places = {place};
  const auto place_of = [](const Details& details) {
    for (const DetailLine& line : details) {
      if (line.label.starts_with("Place") || line.label.starts_with("保管場所")) return line.text;
    }
    return std::string();
  };
  EXPECT_EQ(place_of(details_of(at.context(), explanation, {})), "USB token “My token” (serial 0123, not inserted)");
  EXPECT_EQ(place_of(details_of(at.context(Language::Japanese), explanation, {})),
            "USBトークン「My token」（シリアル番号 0123、今は挿し込まれていません）");
}

TEST(TokenWarning, SaysThatTheTokenMustBePluggedInWhenItIsAway) {
  const test::Fixture at;
  ipc::WarningList list;
  list.items = {on_token(1, false), on_token(2, false), on_token(3, true)};
  const WarningView view = warning_view(at.context(), list, {});
  EXPECT_TRUE(view.renewable);
  EXPECT_EQ(view.advice, "It is on the USB token “My token” (serial 0123). Plug it in before you renew.");
  EXPECT_TRUE(view.others[0].detail.ends_with(" · plug in the USB token (serial 0123)")) << view.others[0].detail;
  EXPECT_EQ(view.others[1].detail.find("plug"), std::string::npos);
  EXPECT_EQ(
      warning_view(at.context(Language::Japanese), list, {}).advice,
      "この証明書は、USBトークン「My token」（シリアル番号 0123）に入っています。更新の前に、挿し込んでください。");
  list.items = {on_token(3, true)};
  EXPECT_EQ(warning_view(at.context(), list, {}).advice, "");
}

TEST(TokenWarning, AsksForNoTokenWhenItCannotBeRenewed) {
  const test::Fixture at;
  ipc::WarningList list;
  list.items = {on_token(1, false)};
  list.items[0].status = "lapsed";
  list.items[0].renewable = false;
  EXPECT_EQ(warning_view(at.context(), list, {}).advice, "Apply at the help desk.");
}

}  // namespace
}  // namespace kigen::tray

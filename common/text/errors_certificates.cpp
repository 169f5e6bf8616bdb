// Profiles, certificates and their sources.
#include <array>

#include "common/text/error_texts.h"

namespace kigen::text {
namespace {

constexpr std::array kCertificateErrors{
    ErrorPatterns{ErrorCode::ProfileSyntax,
                  {"プロファイルを読み取れないため、使いません", "A profile cannot be read and is not used"},
                  {"[「{file}」の[{line}行目に]]書き方の誤りがあります。[理由は「{reason:word}」です。]",
                   "There is a mistake in how it is written[ ({file}[, line {line}])].[ Reason: {reason:word}.]"},
                  {"その行を直して保存してください。保存すると、すぐに読み直します。",
                   "Correct that line and save the file: it is read again at once."}},
    ErrorPatterns{ErrorCode::ProfileUnknownKey,
                  {"プロファイルに知らない項目があるため、使いません", "A profile has an unknown key and is not used"},
                  {"[「{file}」の[{line}行目の]]「{key}」という項目はありません。",
                   "There is no key “{key}”[ ({file}[, line {line}])]."},
                  {"項目名のつづりを確認してください。[「{did_you_mean}」ではありませんか。]",
                   "Check its spelling.[ Did you mean “{did_you_mean}”?]"}},
    ErrorPatterns{ErrorCode::ProfileMissingKey,
                  {"プロファイルに必要な項目がないため、使いません", "A profile lacks a key and is not used"},
                  {"[「{file}」の[{line}行目の]]「{key}」が書かれていません。",
                   "“{key}” is not given[ ({file}[, line {line}])]."},
                  {"項目を書き加えて保存してください。[指定できる値は{allowed}です。]",
                   "Add it and save the file.[ Allowed: {allowed}.]"}},
    ErrorPatterns{
        ErrorCode::ProfileBadValue,
        {"プロファイルの値が正しくないため、使いません", "A profile has a wrong value and is not used"},
        {"[「{file}」の[{line}行目の]]「{key}」の値[「{value}」]を使えません。[理由は「{reason:word}」です。]",
         "The value[ “{value}”] of “{key}”[ ({file}[, line {line}])] cannot be used.[ Reason: {reason:word}.]"},
        {"値を直して保存してください。[指定できる値は{allowed}です。][「{did_you_mean}」ではありませんか。]",
         "Correct it and save the file.[ Allowed: {allowed}.][ Did you mean “{did_you_mean}”?]"}},
    ErrorPatterns{
        ErrorCode::ProfileDuplicateId,
        {"同じ識別名のプロファイルが2つあるため、使いません", "Two profiles have the same id and are not used"},
        {"[「{file}」の]識別名[「{value}」]が、[「{other_file}」の]ものと同じです。",
         "The id[ “{value}”][ in {file}] is also used by another profile[, {other_file}]."},
        {"どちらかの識別名を変えて保存してください。", "Change one of the two and save the file."}},
    ErrorPatterns{
        ErrorCode::ProfileIncomplete,
        {"プロファイルに、運用者が決める値が入っていません", "A profile lacks a value that its operator must set"},
        {"[「{file}」の[{line}行目の]]「{key}」が空のため、お知らせだけを行い、更新はできません。",
         "“{key}” is empty[ ({file}[, line {line}])]: Kigen warns, but cannot renew with it."},
        {"認証局の運用者から値を受け取って、書き込んでください。",
         "Get the value from whoever runs the registration authority, and fill it in."}},

    ErrorPatterns{
        ErrorCode::CertificateUnparsable,
        {"証明書として読み取れません", "This cannot be read as a certificate"},
        {"[「{path}」の]内容が規格に合いません。[場所は{field}[（{offset}バイト目）]です。][理由は「{reason:word}"
         "」です。]",
         "The content[ of “{path}”] does not follow the standard.[ Place: {field}[, byte {offset}].][ Reason: "
         "{reason:word}.]"},
        {"発行元から正しい証明書をもう一度受け取ってください。不要なファイルであれば、そのままでかまいません。",
         "Get the certificate once more from its issuer. If nobody needs it, you can leave it as it is."}},
    ErrorPatterns{ErrorCode::Pkcs12NeedsPassword,
                  {"パスワードで保護されているため、中の証明書を確認できません",
                   "It is protected by a password, so the certificate in it cannot be checked"},
                  {"[「{path}」を]開くにはパスワードが必要です。Kigenはパスワードを保存しません。",
                   "Opening it[ (“{path}”)] takes a password, and Kigen keeps no passwords."},
                  {"証明書だけを別のファイル（PEMまたはDER）に書き出して、同じフォルダーに置いてください。",
                   "Export the certificate alone as a PEM or DER file into the same folder."}},
    ErrorPatterns{
        ErrorCode::NoCertificateInFile,
        {"ファイルに証明書が入っていません", "There is no certificate in the file"},
        {"[「{path}」は]証明書以外の内容だけを含んでいます。", "The file[ “{path}”] only holds other things."},
        {"フォルダーに置くファイルが正しいかどうかを確認してください。",
         "Check that the right file was put into the folder."}},
    ErrorPatterns{ErrorCode::SourceUnavailable,
                  {"証明書の保存場所を読み取れません", "A place where certificates lie cannot be read"},
                  {"[「{source}」]「{path}」が存在しないか、読み取りが許可されていません。前回の内容を表示しています。",
                   "[“{source}” ]“{path}” does not exist or may not be read. What was found last is still shown."},
                  {"フォルダーの場所、ネットワークの接続、アクセス許可を確認してください。",
                   "Check where the folder is, the network connection and who may read it."}},
    ErrorPatterns{
        ErrorCode::Pkcs12Unreadable,
        {"PKCS#12ファイルを読み取れません", "The PKCS#12 file cannot be read"},
        {"[「{path}」の]内容が壊れているか、対応していない形式です。[理由は「{reason:word}」です。]",
         "Its content[ (“{path}”)] is damaged or of a kind that is not supported.[ Reason: {reason:word}.]"},
        {"発行元から正しいファイルをもう一度受け取ってください。", "Get the file once more from its issuer."}},
    ErrorPatterns{ErrorCode::CertificateTooLarge,
                  {"証明書が大きすぎるため、読み取りません", "The certificate is too large and was not read"},
                  {"[大きさ{size:size}が、]上限[の{limit:size}]を超えています。",
                   "It exceeds the limit[ of {limit:size}][ with {size:size}]."},
                  {"正しい証明書かどうかを、発行元に確認してください。",
                   "Ask its issuer whether this is the right certificate."}},
};

constexpr std::array kReasonWords{
    Word{"syntax", {"書き方の誤り", "syntax"}},
    Word{"expired", {"有効期限切れ", "expired"}},
    Word{"not_yet_valid", {"まだ有効期間前", "not valid yet"}},
    Word{"unknown_ca", {"信頼されていない発行者", "unknown issuer"}},
    Word{"name", {"名前の不一致", "issued to another name"}},
    Word{"revoked", {"失効済み", "revoked"}},
    Word{"other", {"その他", "another reason"}},
    Word{"type", {"値の種類の違い", "wrong kind of value"}},
    Word{"range", {"範囲外", "out of range"}},
    Word{"word", {"知らない語", "unknown word"}},
    Word{"format", {"形式の違い", "wrong form"}},
    Word{"length", {"長さの違い", "wrong length"}},
    Word{"too_many", {"数が多すぎること", "too many"}},
    Word{"too_large", {"大きすぎること", "too large"}},
    Word{"too_long", {"長すぎること", "too long"}},
    Word{"duplicate", {"重複", "given twice"}},
    Word{"unknown_reference", {"指す先がないこと", "refers to something that is not there"}},
    Word{"order", {"大小の順序の誤り", "wrong order"}},
    Word{"combination", {"項目の組み合わせの誤り", "these do not go together"}},
    Word{"missing", {"必要な部分の不足", "something is missing"}},
    Word{"unknown", {"知らない項目", "unknown"}},
    Word{"not_set", {"未設定", "not set"}},
    Word{"unreadable", {"読み取れないこと", "cannot be read"}},
    Word{"malformed", {"形式の違い", "wrong form"}},
    Word{"truncated", {"途中で切れていること", "cut off"}},
    Word{"trailing_data", {"余分なデータ", "data after the end"}},
    Word{"bad_base64", {"Base64の誤り", "wrong base64"}},
    Word{"no_end_line", {"終わりの行がないこと", "no end line"}},
    Word{"unexpected_tag", {"並びの違い", "unexpected element"}},
    Word{"bad_oid", {"オブジェクト識別子の誤り", "wrong object identifier"}},
    Word{"bad_integer", {"整数の誤り", "wrong integer"}},
    Word{"bad_boolean", {"真偽値の誤り", "wrong boolean"}},
    Word{"bad_bit_string", {"ビット列の誤り", "wrong bit string"}},
    Word{"bad_modulus", {"公開鍵の誤り", "wrong public key"}},
    Word{"time_format", {"日時の形式の誤り", "wrong form of a date"}},
    Word{"date_out_of_range", {"日時が範囲外であること", "date out of range"}},
    Word{"duplicate_extension", {"拡張領域の重複", "an extension given twice"}},
    Word{"unknown_version", {"知らない版", "unknown version"}},
    Word{"indefinite_length", {"長さの表し方の誤り", "indefinite length"}},
    Word{"overlong_length", {"長さの表し方の誤り", "overlong length"}},
    Word{"tag_too_high", {"対応していない要素", "unsupported element"}},
    Word{"not_signed_data", {"署名データでないこと", "no signed data"}},
    Word{"mac_not_supported", {"対応していない検査方式", "unsupported integrity check"}},
    Word{"encryption_not_supported", {"対応していない暗号方式", "unsupported encryption"}},
    Word{"too_many_iterations", {"暗号の反復回数が多すぎること", "too many iterations of its encryption"}},
    Word{"certificate_type_not_supported", {"対応していない証明書の種類", "unsupported type of certificate"}},
    Word{"server_error", {"サーバーの内部エラー", "server error"}},
    Word{"service_not_running", {"サービスの停止", "the service does not run"}},
    Word{"other_process", {"別のプログラムであること", "it is another program"}},
    Word{"no_pipe_process", {"相手のプログラムが分からないこと", "the program behind it is not known"}},
};

}  // namespace

std::span<const ErrorPatterns> certificate_error_patterns() noexcept {
  return kCertificateErrors;
}
std::span<const Word> reason_words() noexcept {
  return kReasonWords;
}

}  // namespace kigen::text

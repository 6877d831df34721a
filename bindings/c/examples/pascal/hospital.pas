{ One hospital's beds, judged by the Beijing plan from Delphi: the verdict, the shortfall and the reason, in Chinese. }
program hospital;
{$mode delphi}{$codepage utf8}{$linklib dabiao}
uses SysUtils, Math;
type
  Handle = Pointer;
  Size = NativeUInt;

function dabiao_policy_bundled(name: PAnsiChar; n: Size; out policy, error: Handle): Integer; cdecl; external;
function dabiao_facts_new(policy, limits: Handle; out facts, error: Handle): Integer; cdecl; external;
function dabiao_facts_add_csv(facts: Handle; name: PAnsiChar; n: Size; csv: PAnsiChar; c: Size; out error: Handle): Integer; cdecl; external;
function dabiao_facts_finish(facts: Handle; out error: Handle): Integer; cdecl; external;
function dabiao_evaluation_new(policy: Handle; out evaluation, error: Handle): Integer; cdecl; external;
function dabiao_evaluation_set_as_of(evaluation: Handle; day: PAnsiChar; n: Size; out error: Handle): Integer; cdecl; external;
function dabiao_evaluation_set_language(evaluation: Handle; language: Integer; out error: Handle): Integer; cdecl; external;
function dabiao_evaluation_set_explain(evaluation: Handle; explain: Integer; out error: Handle): Integer; cdecl; external;
function dabiao_evaluation_run(evaluation, facts: Handle; out verdicts, error: Handle): Integer; cdecl; external;
function dabiao_verdicts_find(verdicts: Handle; rule: PAnsiChar; r: Size; subject: PAnsiChar; s: Size; out index: Size; out error: Handle): Integer; cdecl; external;
function dabiao_verdicts_word(verdicts: Handle; index: Size; length: Pointer): PAnsiChar; cdecl; external;
function dabiao_verdicts_shortfall(verdicts: Handle; index: Size; length: Pointer): PAnsiChar; cdecl; external;
function dabiao_verdicts_explain(verdicts: Handle; index: Size; length: Pointer): PAnsiChar; cdecl; external;
function dabiao_error_text(error: Handle; language: Integer; length: Pointer): PAnsiChar; cdecl; external;

var
  policy, facts, evaluation, verdicts, error: Handle;
  index: Size;

procedure Check(status: Integer);
begin
  if status <> 0 then raise Exception.Create(dabiao_error_text(error, 0, nil));
end;

procedure Add(const name, csv: UTF8String);
begin
  Check(dabiao_facts_add_csv(facts, PAnsiChar(name), Length(name), PAnsiChar(csv), Length(csv), error));
end;

begin
  SetExceptionMask([exDenormalized, exUnderflow, exPrecision]); { the traps that Delphi sets are fine with the library }
  Check(dabiao_policy_bundled('bj_rehab_2022', 13, policy, error));
  Check(dabiao_facts_new(policy, nil, facts, error));
  Add('region', 'id,kind'#10'110000,municipality'#10);
  Add('institution', 'id,name,in,kind,level,beds,rehab_department_beds'#10 +
    'h1,示例医院,110000,general_hospital,III,1000,15'#10);
  Check(dabiao_facts_finish(facts, error));
  Check(dabiao_evaluation_new(policy, evaluation, error));
  Check(dabiao_evaluation_set_as_of(evaluation, '2026-01-15', 10, error));
  Check(dabiao_evaluation_set_language(evaluation, 1, error));
  Check(dabiao_evaluation_set_explain(evaluation, 1, error));
  Check(dabiao_evaluation_run(evaluation, facts, verdicts, error));
  Check(dabiao_verdicts_find(verdicts, 'bed_share_level_three', 21, 'h1', 2, index, error));
  WriteLn(dabiao_verdicts_word(verdicts, index, nil));
  WriteLn(dabiao_verdicts_shortfall(verdicts, index, nil));
  Write(dabiao_verdicts_explain(verdicts, index, nil));
end.

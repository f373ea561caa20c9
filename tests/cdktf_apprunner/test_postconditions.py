"""What the postcondition says of every kind of difference, evaluated by Terraform itself."""

import json

import pytest

from cdktf_apprunner.postconditions import Setting, as_configured
from cdktf_apprunner_tools.terraform import Terraform

PORT = Setting("port", ("configuration", 0, "port"), "80")
VARIABLES = Setting("variables", ("configuration", 0, "variables"), {"A": "1", "B": 'say "${2}"'})
COMMAND = Setting("command", ("configuration", 0, "command"), 'run "it"\\', may_be_missing=True)
ALL = (PORT, VARIABLES, COMMAND)
SAME = {"port": "80", "variables": {"A": "1", "B": 'say "2"'}, "command": 'run "it"\\'}
CASES = {
    "the same": (SAME, ""),
    "another number": ({**SAME, "port": "81"}, "port: asked for 80, runs 81"),
    "null": ({**SAME, "port": None}, "port: asked for 80, runs none"),
    "a missing attribute": ({"variables": SAME["variables"]}, "port: asked for 80, runs none"),
    "no block": (None, "port: asked for 80, runs none; variables: A, B"),
    "another value": ({**SAME, "variables": {"A": "1", "B": "3"}}, "variables: B"),
    "one more": ({**SAME, "variables": {**SAME["variables"], "C": "3"}}, "variables: C"),
    "one less": ({**SAME, "variables": {"B": 'say "2"'}}, "variables: A"),
    "none left": ({**SAME, "variables": None}, "variables: A, B"),
    "an empty command": ({**SAME, "command": ""}, ""),
    "no command": ({**SAME, "command": None}, ""),
    "another command": ({**SAME, "command": "go"}, 'command: asked for run "it"\\, runs go'),
    "everything": (
        {"port": "1", "variables": {}, "command": "go"},
        'port: asked for 80, runs 1; variables: A, B; command: asked for run "it"\\, runs go',
    ),
}


@pytest.mark.terraform
def test_every_difference_is_named(tmp_path):
    made = as_configured("shop", ALL)
    configuration = {"locals": {}, "output": {}}
    for number, (running, _) in enumerate(CASES.values()):
        service = {"configuration": [] if running is None else [running], "service_id": "4f2a"}
        configuration["locals"][f"case_{number}"] = f"${{jsondecode({json.dumps(json.dumps(service))})}}"
        for name, text in (("condition", made.condition), ("message", made.error_message)):
            value = text.replace("self.", f"local.case_{number}.")
            configuration["output"][f"{name}_{number}"] = {"value": value}
    (tmp_path / "main.tf.json").write_text(json.dumps(configuration), encoding="utf-8")
    terraform = Terraform(tmp_path)
    terraform.init()
    outputs = terraform.plan()["planned_values"]["outputs"]
    found = {
        case: (outputs[f"condition_{number}"]["value"], outputs[f"message_{number}"]["value"])
        for number, case in enumerate(CASES)
    }
    beginning = "shop is not as configured: rolled back, or changed elsewhere"
    end = "Log group /aws/apprunner/shop/4f2a/service has the reason of a roll-back."
    assert found == {
        case: (difference == "", f"{beginning} ({difference}). {end}")
        for case, (_, difference) in CASES.items()
    }


@pytest.mark.terraform
def test_the_message_is_shown_beside_a_sensitive_value(tmp_path):
    setting = Setting("variables", ("output", "variables"), {"A": "${var.secret}"})
    made = as_configured("shop", [setting])
    message = made.error_message.replace("${self.service_id}", "4f2a")
    configuration = {
        "variable": {"secret": {"type": "string", "sensitive": True}},
        "resource": {
            "terraform_data": {
                "service": {
                    "input": {"variables": {"A": "other"}},
                    "lifecycle": {"postcondition": [{"condition": made.condition, "error_message": message}]},
                }
            }
        },
    }
    (tmp_path / "main.tf.json").write_text(json.dumps(configuration), encoding="utf-8")
    terraform = Terraform(tmp_path, {"TF_VAR_secret": "hidden-value"})
    terraform.init()
    with pytest.raises(Exception, match=r"changed elsewhere\s+\(variables: A\)") as error:
        terraform.apply()
    assert "hidden-value" not in str(error.value)

import { DONE, type Move } from "./ground";
import { text } from "./program";

/** What anybody may do to a person, on whatever portal has the field. */
export const anotherAddress: Move = {
  id: "another e-mail address",
  isPlain: true,
  make(program, draw) {
    program.at(draw.pick(program.of("User"))).fields["email"] = text(
      `${program.prefix}new${draw.int(1, 9999)}@evil.example`,
    );
    return DONE;
  },
};

export const anotherUsername: Move = {
  id: "another username",
  isPlain: true,
  make(program, draw) {
    program.at(draw.pick(program.of("User"))).fields["username"] = text(`${program.prefix}new${draw.int(1, 9999)}`);
    return DONE;
  },
};

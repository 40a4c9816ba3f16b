// The types of tidegate/facets, used as its users do.
import {
  type Advice,
  type Answer,
  advise,
  type FacetName,
  type FacetNeeds,
  type Fit,
  type facets,
  findServices,
  type QuestionName,
  type questions,
  type ServiceFit,
  type ServiceName,
  services,
  type TidegateError,
} from "tidegate/facets";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Equal<A, B> extends true ? [] : ["the types differ"]): void {}

const needs: FacetNeeds = { ordering: "yes", "push-vs-pull": "push", "p2p-vs-pubsub": "both" };
const found = findServices(needs, { edition: "2026" });
same<ServiceFit[], typeof found>();
for (const { service, fits, reasons } of found) {
  same<ServiceName, typeof service>();
  same<Fit, typeof fits>();
  for (const { facet, needed, answer } of reasons) {
    same<FacetName, typeof facet>();
    same<Answer, typeof needed | typeof answer>();
  }
}

for (const { name, since, facets: cells } of services) {
  same<ServiceName, typeof name>();
  same<"2019" | "2026", typeof since>();
  same<Answer, (typeof cells.ordering)["2026"]>();
  same<Answer | undefined, (typeof cells)["p2p-vs-pubsub"]["2019"]>();
}
same<FacetName | undefined, (typeof facets)[number]["name"] | undefined>();

const advice = advise({ selfContained: true, pubSub: false });
same<Advice, typeof advice>();
same<"yes" | "depends" | "no" | "open", typeof advice.verdict>();
same<QuestionName, (typeof questions)[number]["name"]>();
// What is asked of a service goes straight on.
findServices(advice.needs);

declare const error: TidegateError;
if (error.code === "ERR_INVALID_ARGUMENT") error.hint?.length;

// @ts-expect-error: no such facet
findServices({ ordring: "yes" });
// @ts-expect-error: a word of another facet
findServices({ ordering: "push" });
// @ts-expect-error: no such edition
findServices({}, { edition: "2025" });
// @ts-expect-error: a flag
advise({ pubSub: "yes" });
// @ts-expect-error: the same for everybody
services[0] = services[1];
// @ts-expect-error: no such service
export const service: ServiceName = "SQS Standard";

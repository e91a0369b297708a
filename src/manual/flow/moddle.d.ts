/** The part of bpmn-moddle (MIT) that is used; its package declares no types for its entry. */
declare module 'bpmn-moddle' {
  export interface Element {
    readonly $type: string;
    $instanceOf?(type: string): boolean;
    // biome-ignore lint/suspicious/noExplicitAny: elements are described by the standard's metamodel, which has no types here
    [property: string]: any;
  }
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, object>>);
    create(type: string, properties?: object): Element;
    fromXML(xml: string): Promise<{ rootElement: Element; warnings: { message: string }[] }>;
    toXML(element: Element, options?: { format?: boolean }): Promise<{ xml: string }>;
  }
}

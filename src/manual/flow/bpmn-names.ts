import { BpmnModdle } from 'bpmn-moddle';

/** What the inventory needs back from a drawing and BPMN has no place for, as attributes of our own. */
const own = {
  name: 'hitomado',
  prefix: 'hitomado',
  uri: 'urn:hitomado:flow',
  types: [
    {
      name: 'Kept',
      extends: ['bpmn:BaseElement'],
      properties: [
        { name: 'system', isAttr: true, type: 'String' },
        { name: 'kind', isAttr: true, type: 'String' },
        { name: 'ids', isAttr: true, type: 'String' },
        { name: 'side', isAttr: true, type: 'String' },
      ],
    },
  ],
};

/** The metamodel of BPMN 2.0 with our attributes. */
export const moddle = (): BpmnModdle => new BpmnModdle({ hitomado: own });

/** How other programs know the language of our conditions. */
export const feelLanguage = 'https://www.omg.org/spec/DMN/20191111/FEEL/';
